package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.Anchor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorsTest {
    private static final Bytes ROOT = Bytes.of(new byte[32]);

    private @TempDir Path folder;
    private Token token;

    @BeforeEach
    void makeToken() {
        token = Token.withVault(folder);
    }

    private Anchor reopened() {
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            return vault.anchor();
        }
    }

    private void advanceTo(int size) {
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            for (int i = 1; i <= size; i++) {
                vault.advance(new Anchor(1, i, ROOT));
            }
        }
    }

    @Test
    void beginsWithNothingWitnessed() {
        assertThat(reopened()).isEqualTo(Anchor.NONE);
    }

    @Test
    void keepsTheTwoNewest() {
        advanceTo(5);

        token.asIntruder(session ->
                assertThat(KeyRing.all(session, Ck.CKO_DATA, Templates.ANCHOR)).hasSize(2));
        assertThat(reopened()).isEqualTo(new Anchor(1, 5, ROOT));
    }

    @Test
    void fallsBackToTheOtherWhenTheNewestWasCutShort() {
        advanceTo(3);

        token.asIntruder(session -> {
            for (long object : KeyRing.all(session, Ck.CKO_DATA, Templates.ANCHOR)) {
                Bytes value = session.attribute(object, Ck.CKA_VALUE);
                if (value.at(15) == 3) {
                    session.destroy(object);
                    store(session, value.slice(0, value.length() - 5));
                }
            }
        });

        assertThat(reopened()).isEqualTo(new Anchor(1, 2, ROOT));
    }

    @Test
    void ignoresAForgedAnchor() {
        advanceTo(2);

        token.asIntruder(session ->
                store(
                        session,
                        Bytes.concat(
                                Bytes.hex("00000000000000FF00000000000000FF"),
                                ROOT,
                                Bytes.of(new byte[16]))));

        assertThat(reopened()).isEqualTo(new Anchor(1, 2, ROOT));
    }

    @Test
    void refusesATokenWithoutAValidAnchor() {
        token.asIntruder(session ->
                KeyRing.all(session, Ck.CKO_DATA, Templates.ANCHOR).forEach(session::destroy));

        assertFault(Fault.Kind.TAMPERED, this::reopened).hasMessageContaining("no valid anchor");
    }

    private static void store(TokenSession session, Bytes value) {
        try (Arena arena = Arena.ofConfined()) {
            session.create(Templates.data(arena, Templates.ANCHOR, value));
        }
    }
}
