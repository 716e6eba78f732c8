package io.lapwing.vault;

import static io.lapwing.vault.Oracle.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.KeyBinding.Role;
import io.lapwing.vault.KeyBinding.Root;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [Vault] does over its life: versions of its key, signatures, the anchor.
abstract class VaultLifeContract extends SealedKeyContract {
    // The life of the vault key

    @Test
    void opensOlderKeysAfterARotationAndRewrapsThem() {
        WrappedKey old = vault.generate(ROW);

        int version = vault.rotate();
        WrappedKey rewrapped = vault.rewrap(old, ROW);

        assertThat(version).isEqualTo(old.version() + 1);
        assertThat(vault.status().keyVersion()).isEqualTo(version);
        assertThat(vault.generate(ROW).version()).isEqualTo(version);
        assertThat(rewrapped.version()).isEqualTo(version);
        assertThat(macOf(rewrapped, ROW)).isEqualTo(macOf(old, ROW));
    }

    @Test
    void destroysAnOlderVersionWithAllUnderItForGood() {
        WrappedKey old = vault.generate(ROW);
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        Bytes mac = macOf(old, ROW);
        try (VaultSession session = vault.open()) {
            delivered(session.root(old, ROW), block(1), network);
        }
        WrappedKey kept = vault.rewrap(old, rotated());

        vault.destroy(old.version());
        reopen();

        try (VaultSession session = vault.open()) {
            assertFault(Fault.Kind.NOT_FOUND, () -> session.root(old, ROW));
            RootKey root = session.root(kept, ROW);
            assertThat(root.cmac(MESSAGE)).isEqualTo(mac);
            assertFault(Fault.Kind.NOT_FOUND, () -> root.deriveFor(block(1), network));
        }
        assertFault(Fault.Kind.NOT_FOUND, () -> vault.rewrap(old, ROW));
        assertFault(Fault.Kind.NOT_FOUND, () -> vault.destroy(old.version()));
    }

    @Test
    void refusesAReceiversKeyOfADestroyedVersionThatItHasUsedBefore() {
        WrappedKey wrapped = vault.generate(ROW);
        ReceiverKey network = receiver(Role.NETWORK_SERVER);
        WrappedKey kept = vault.rewrap(wrapped, rotated());
        try (VaultSession session = vault.open()) {
            delivered(session.root(kept, ROW), block(1), network);
        }

        vault.destroy(wrapped.version());

        try (VaultSession session = vault.open()) {
            RootKey root = session.root(kept, ROW);
            assertFault(Fault.Kind.NOT_FOUND, () -> root.deriveFor(block(1), network));
        }
    }

    @Test
    void keepsTheNewestVersion() {
        assertFault(Fault.Kind.CONFLICT, () -> vault.destroy(vault.status().keyVersion()));
    }

    @Test
    void isTheSameVaultWhenOpenedAgain() {
        WrappedKey wrapped = vault.generate(ROW);
        Bytes mac = macOf(wrapped, ROW);
        VaultStatus status = vault.status();
        ImportKey importKey = vault.importKey();
        Bytes signingKey = Bytes.of(vault.signingKey().getEncoded());
        String jwe = Sealing.sealed(importKey, KEY);

        reopen();

        assertThat(vault.status()).isEqualTo(status);
        assertThat(vault.importKey()).isEqualTo(importKey);
        assertThat(Bytes.of(vault.signingKey().getEncoded())).isEqualTo(signingKey);
        assertThat(macOf(wrapped, ROW)).isEqualTo(mac);
        assertThat(macOf(vault.importSealed(ROW, jwe), ROW))
                .isEqualTo(macOf(imported(ROW, KEY), ROW));
    }

    // Signatures and the anchor

    @Test
    void signsWithEcdsaOnP256() throws GeneralSecurityException {
        Bytes message = Bytes.of("checkpoint".getBytes(StandardCharsets.UTF_8));

        Bytes signature = vault.sign(message);

        assertThat(signature.length()).isEqualTo(64);
        assertThat(
                        ((ECPublicKey) vault.signingKey())
                                .getParams()
                                .getCurve()
                                .getField()
                                .getFieldSize())
                .isEqualTo(256);
        assertThat(verifies(message, signature)).isTrue();
        assertThat(verifies(Bytes.concat(message, message), signature)).isFalse();
    }

    @Test
    void derivesTheSameSecretForTheSamePurposeAndContextForGood() {
        Bytes before = derived("totp", MESSAGE);

        int _ = vault.rotate();
        reopen();

        assertThat(derived("totp", MESSAGE)).isEqualTo(before);
        assertThat(derived("webauthn", MESSAGE)).isNotEqualTo(before);
        assertThat(derived("totp", Bytes.of(1))).isNotEqualTo(before);
        assertFault(Fault.Kind.BAD_INPUT, () -> vault.derive("TOTP codes", MESSAGE));
    }

    private Bytes derived(String purpose, Bytes context) {
        try (Secret secret = vault.derive(purpose, context)) {
            return secret.use(Bytes::of);
        }
    }

    @Test
    void remembersTheNewestAnchorForGood() {
        Anchor newer = successor(vault.anchor(), 1);

        vault.advance(newer);
        vault.advance(newer);
        reopen();

        assertThat(vault.anchor()).isEqualTo(newer);
    }

    @Test
    void neverGoesBackToAnOlderAnchor() {
        Anchor witnessed = successor(vault.anchor(), 2);
        vault.advance(witnessed);

        List<Anchor> refused =
                List.of(
                        new Anchor(witnessed.epoch() - 1, Long.MAX_VALUE, witnessed.auditRoot()),
                        new Anchor(
                                witnessed.epoch(),
                                witnessed.auditSize() - 1,
                                witnessed.auditRoot()),
                        new Anchor(
                                witnessed.epoch(),
                                witnessed.auditSize(),
                                flipped(witnessed.auditRoot(), 0)));

        for (Anchor anchor : refused) {
            assertFault(Fault.Kind.CONFLICT, () -> vault.advance(anchor));
        }
        assertThat(vault.anchor()).isEqualTo(witnessed);
    }

    /// A receiver whose key is [#KEK].
    ReceiverKey receiver(Role role) {
        KeyBinding.Receiver binding = new KeyBinding.Receiver("of " + role, role, 1);
        return new ReceiverKey(binding, imported(binding, KEK));
    }

    Root rotated() {
        assertThat(vault.rotate()).isEqualTo(vault.status().keyVersion());
        return ROW;
    }

    boolean verifies(Bytes message, Bytes signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(vault.signingKey());
        verifier.update(message.toArray());
        return verifier.verify(signature.toArray());
    }

    static Anchor successor(Anchor anchor, int root) {
        return new Anchor(
                anchor.epoch() + 1,
                anchor.auditSize() + 7,
                Bytes.concat(Bytes.of(root), Bytes.of(new byte[31])));
    }

    /// Each receiver of these tests has the same key.
    static Bytes delivered(RootKey root, Bytes block, ReceiverKey receiver) {
        return Oracle.unwrapped(KEK, root.deriveFor(block, receiver));
    }

    static Bytes mic(RootKey key, Bytes frame) {
        return key.cmac(frame).slice(0, 4);
    }

    static Bytes flipped(Bytes octets, int index) {
        byte[] changed = octets.toArray();
        changed[index] ^= 0x10;
        return Bytes.of(changed);
    }
}
