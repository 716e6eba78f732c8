package io.lapwing.vault.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.RootKey;
import io.lapwing.vault.Vault;
import io.lapwing.vault.VaultSession;
import io.lapwing.vault.WrappedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A token of SoftHSM2 in a folder of the test, and what the tests do with it.
record Token(Path folder, Pkcs11Config config) {
    static final KeyBinding.Root ROW =
            new KeyBinding.Root(Bytes.hex("70B3D57ED0000001"), KeyBinding.Kind.APP_KEY, 0, 1);
    static final KeyBinding.Receiver NETWORK_SERVER =
            new KeyBinding.Receiver("ns", KeyBinding.Role.NETWORK_SERVER, 1);
    static final Bytes MESSAGE = Bytes.hex("00010203");
    static final Bytes BLOCK = Bytes.hex("01000000000000000000000000000000");

    /// Initialised, without a vault.
    static Token blank(Path parent) {
        Path folder = parent.resolve("token");
        return new Token(folder, Pkcs11Token.init(Pkcs11Token.softHsm(), folder));
    }

    /// With the keys of a vault.
    static Token withVault(Path parent) {
        Path folder = parent.resolve("token");
        try {
            copy(Prepared.VAULT, folder);
            Pkcs11Token.writeConf(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Token(folder, Pkcs11Token.config(Pkcs11Token.softHsm(), folder));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Files.copy(
                        entry,
                        to.resolve(from.relativize(entry).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /// The vault that each test gets a copy of: its RSA key takes seconds to make.
    private static final class Prepared {
        private static final Path VAULT = make();

        private static Path make() {
            try {
                Path parent = Files.createDirectories(Path.of("target", "tokens"));
                Token token = blank(Files.createTempDirectory(parent, "prepared"));
                VaultCreation.create(token.config);
                return token.folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Token with(Pkcs11Config.Limits limits) {
        return new Token(folder, config.with(limits));
    }

    Token withoutRotationSecret() {
        return new Token(
                folder,
                new Pkcs11Config(
                        config.module(),
                        config.tokenLabel(),
                        config.pin(),
                        Optional.empty(),
                        config.softHsmConf(),
                        config.limits()));
    }

    Token withPin(String pin) {
        return new Token(
                folder,
                new Pkcs11Config(
                        config.module(),
                        config.tokenLabel(),
                        () -> Secret.take(pin.getBytes(StandardCharsets.US_ASCII)),
                        config.rotationSecret(),
                        config.softHsmConf(),
                        config.limits()));
    }

    /// Works with the token as someone does who knows the PIN and not the vault.
    void asIntruder(Consumer<TokenSession> work) {
        TokenModule module = new TokenModule(config.module(), config.softHsmConf());
        module.initialise();
        try (TokenSession session =
                        new TokenSession(
                                module.functions(), module.token(config.tokenLabel()).slot());
                Secret pin = config.pin().get()) {
            assertThat(session.login(Ck.CKU_USER, pin))
                    .isIn(Ck.CKR_OK, Ck.CKR_USER_ALREADY_LOGGED_IN);
            work.accept(session);
        } finally {
            module.end();
        }
    }

    /// Ends the module under the vault's feet, as a crash of the token's driver does.
    void crash() {
        TokenModule module = new TokenModule(config.module(), Optional.empty());
        assertThat(module.functions().finalizeModule(MemorySegment.NULL)).isEqualTo(Ck.CKR_OK);
    }

    static Bytes macOf(Vault vault, WrappedKey wrapped) {
        try (VaultSession session = vault.open()) {
            return session.root(wrapped, ROW).cmac(MESSAGE);
        }
    }

    /// Opens, derives for a receiver, closes.
    static Bytes delivered(Vault vault, WrappedKey wrapped, ReceiverKey receiver) {
        try (VaultSession session = vault.open()) {
            RootKey root = session.root(wrapped, ROW);
            return root.deriveFor(BLOCK, receiver);
        }
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            Fault.Kind kind, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(Fault.class, f -> assertThat(f.kind()).isEqualTo(kind));
    }
}
