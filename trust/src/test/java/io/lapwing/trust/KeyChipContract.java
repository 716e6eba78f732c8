package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [KeyChip] does, and refuses: as a node's, and as a Central Entity's.
abstract class KeyChipContract {
    private static final Bytes CONTEXT = Bytes.of(0x61, 1, 2, 3);

    /// Of the first node, the Central Entity, the second node.
    abstract KeyChip first();

    abstract KeyChip centre();

    abstract KeyChip second();

    /// The octets of a sealed key.
    abstract int sealedBytes();

    final ListSigner signer = Samples.signer();

    private CentralKeys central() {
        return new CentralKeys(centre().storageKey(), signer.verificationKey());
    }

    private static Bytes derived(DerivingKey key, Bytes context) {
        try (Secret secret = key.derive(context)) {
            return secret.use(octets -> Bytes.of(octets));
        }
    }

    private SealedKey translated(SealedKey sealed) {
        return centre().rewrap(sealed, second().storageKey(), signer);
    }

    @Test
    void translatesAKeyFromChipToChip() {
        try (KeyChip.MadeKey made = first().create(central())) {
            SealedKey sealed = made.sealed();
            SealedKey translated = translated(sealed);

            try (DerivingKey loaded = second().load(translated, central())) {
                assertThat(derived(loaded, CONTEXT)).isEqualTo(derived(made, CONTEXT));
                assertThat(derived(loaded, Bytes.of(1))).isNotEqualTo(derived(made, CONTEXT));
            }
            assertThat(sealed.octets().length()).isEqualTo(sealedBytes());
            assertThat(translated.octets().length()).isEqualTo(sealedBytes());
        }
    }

    @Test
    void makesADifferentKeyEachTime() {
        try (KeyChip.MadeKey one = first().create(central());
                KeyChip.MadeKey other = first().create(central())) {
            assertThat(derived(one, CONTEXT)).isNotEqualTo(derived(other, CONTEXT));
        }
    }

    @Test
    void derivesHmacSha256SoThatEveryChipDerivesTheSame() {
        // RFC 2104 §2 fills a key up with zeros, so these more make no difference.
        Bytes key = Bytes.hex("0B".repeat(20) + "00".repeat(12));
        Bytes message = Bytes.of("Hi There".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        try (Secret secret = Secret.take(key.toArray());
                DerivingKey held = first().hold(secret).key()) {

            Bytes mac = derived(held, message);

            // RFC 4231 §4.2
            assertThat(mac)
                    .isEqualTo(
                            Bytes.hex(
                                    "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7"));
        }
    }

    @Test
    void holdsAKeyThatItAloneOpensAgain() {
        KeyChip.Held held;
        try (Secret secret = Secret.random(32)) {
            held = first().hold(secret);
            Bytes octets = secret.use(segment -> Bytes.of(segment));
            assertThat(held.blob().toHex()).doesNotContain(octets.toHex());
        }
        Bytes before = derived(held.key(), CONTEXT);
        held.key().close();

        try (DerivingKey again = first().open(held.blob())) {
            assertThat(derived(again, CONTEXT)).isEqualTo(before);
        }
        assertTampered(() -> second().open(held.blob()));
        assertTampered(() -> first().open(Samples.flipped(held.blob(), held.blob().length() - 1)));
        assertTampered(() -> first().open(held.blob().slice(0, held.blob().length() - 1)));
        assertTampered(() -> first().open(Bytes.of(1)));
    }

    @Test
    void refusesASealedKeyThatIsForAnother() {
        try (KeyChip.MadeKey made = first().create(central())) {
            SealedKey sealed = made.sealed();
            SealedKey translated = translated(sealed);

            assertTampered(() -> second().load(sealed, central()));
            assertTampered(() -> first().load(translated, central()));
            assertTampered(() -> centre().rewrap(translated, first().storageKey(), signer));
        }
    }

    @Test
    void refusesASealedKeyThatWasAltered() {
        try (KeyChip.MadeKey made = first().create(central())) {
            Bytes sealed = made.sealed().octets();
            Bytes translated = translated(made.sealed()).octets();

            for (int at = 0; at < sealed.length(); at += 7) {
                SealedKey toCentre = new SealedKey(Samples.flipped(sealed, at));
                SealedKey toSecond = new SealedKey(Samples.flipped(translated, at));
                assertTampered(() -> translated(toCentre));
                assertTampered(() -> second().load(toSecond, central()));
            }
            for (int length : new int[] {1, 33, 56, 64, 203}) {
                SealedKey other = new SealedKey(Bytes.of(new byte[length]));
                assertTampered(() -> translated(other));
                assertTampered(() -> second().load(other, central()));
            }
        }
    }

    @Test
    void hasAnyNumberOfKeysOpen() {
        List<DerivingKey> open = new ArrayList<>();
        List<Bytes> before = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            KeyChip.MadeKey made = first().create(central());
            try (Secret secret = Secret.random(16)) {
                open.addAll(List.of(made, first().hold(secret).key()));
            }
        }
        open.forEach(key -> before.add(derived(key, CONTEXT)));

        List<Bytes> after = open.stream().map(key -> derived(key, CONTEXT)).toList();

        assertThat(after).isEqualTo(before).doesNotHaveDuplicates();
        open.forEach(DerivingKey::close);
    }

    private static void assertTampered(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        Samples.assertFault(Fault.Kind.TAMPERED, work);
    }
}
