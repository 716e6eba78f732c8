package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.WrappedKey;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private @TempDir Path folder;
    private final AtomicLong clock = new AtomicLong();
    private Token token;

    @BeforeEach
    void makeToken() {
        token = Token.withVault(folder);
    }

    @Test
    void movesAKeyToTheNextVersionAndForgetsTheFormer() {
        WrappedKey old;
        WrappedKey moved;
        Bytes mac;
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            old = vault.generate(Token.ROW);
            mac = Token.macOf(vault, old);

            assertThat(vault.rotate()).isEqualTo(2);
            moved = vault.rewrap(old, Token.ROW);
            vault.destroy(1);
            assertFault(Fault.Kind.NOT_FOUND, () -> Token.macOf(vault, old));
        }

        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            assertThat(moved.version()).isEqualTo(2);
            assertThat(Token.macOf(vault, moved)).isEqualTo(mac);
            assertFault(Fault.Kind.NOT_FOUND, () -> Token.macOf(vault, old));
            assertFault(Fault.Kind.CONFLICT, () -> vault.destroy(2));
        }
    }

    @Test
    void worksWithoutTheRotationSecretButMovesNoKey() {
        WrappedKey old;
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            old = vault.generate(Token.ROW);
            vault.rotate();
        }

        try (Pkcs11Vault vault = Pkcs11Vault.open(token.withoutRotationSecret().config())) {
            assertThat(Token.macOf(vault, old).length()).isEqualTo(16);
            assertFault(Fault.Kind.FORBIDDEN, () -> vault.rewrap(old, Token.ROW));
            assertFault(Fault.Kind.FORBIDDEN, vault::rotate);
        }
    }

    @Test
    void refusesAnotherRotationSecret() {
        Pkcs11Config other =
                new Pkcs11Config(
                        token.config().module(),
                        token.config().tokenLabel(),
                        token.config().pin(),
                        Optional.of(() -> Secret.take(new byte[32])),
                        token.config().softHsmConf(),
                        token.config().limits());
        try (Pkcs11Vault vault = Pkcs11Vault.open(other)) {
            WrappedKey old = vault.generate(Token.ROW);
            vault.rotate();

            assertFault(Fault.Kind.TAMPERED, () -> vault.rewrap(old, Token.ROW));
        }
    }

    @Test
    void findsAVersionThatAnotherProcessMade() {
        AtomicReference<@Nullable WrappedKey> made = new AtomicReference<>();
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config(), clock::get)) {
            token.asIntruder(session -> {
                new Rotation(session, token.config().rotationSecret()).make(2);
                Seat seat = new Seat(session, KeyRing.load(session));
                long key = session.generate(Templates.NEW_KEY);
                made.set(WrappedKeys.seal(seat, key, Token.ROW));
            });
            WrappedKey wrapped = Objects.requireNonNull(made.get());
            assertFault(Fault.Kind.UNAVAILABLE, () -> Token.macOf(vault, wrapped));
            clock.addAndGet(TokenLink.FIRST_PAUSE.toNanos());

            assertThat(wrapped.version()).isEqualTo(2);
            assertThat(Token.macOf(vault, wrapped).length()).isEqualTo(16);
            assertThat(vault.generate(Token.ROW).version()).isEqualTo(2);
        }
    }

    @Test
    void rotatesAnewAfterACrashBeforeTheNewKeyWasFinished() {
        token.asIntruder(session -> {
            long first = Objects.requireNonNull(KeyRing.wrappingObjects(session).get(1));
            long key = session.generate(Templates.NEW_WRAPPING_KEY);
            try (Arena arena = Arena.ofConfined()) {
                long _ =
                        session.unwrap(
                                first,
                                session.wrap(first, key),
                                Templates.unfinishedWrappingKey(arena, 2));
            }
        });
        try (Pkcs11Vault vault = Pkcs11Vault.open(token.config())) {
            WrappedKey old = vault.generate(Token.ROW);
            Bytes mac = Token.macOf(vault, old);

            int version = vault.rotate();

            assertThat(old.version()).isEqualTo(1);
            assertThat(version).isEqualTo(2);
            assertThat(Token.macOf(vault, vault.rewrap(old, Token.ROW))).isEqualTo(mac);
        }
        token.asIntruder(session ->
                assertThat(KeyRing.all(session, Ck.CKO_SECRET_KEY, Templates.UNFINISHED))
                        .isEmpty());
    }

    @Test
    void makesNoSecondVaultInAToken() {
        assertFault(Fault.Kind.CONFLICT, () -> Pkcs11Vault.create(token.config()));
    }
}
