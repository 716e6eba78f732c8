package io.lapwing.vault.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a memory vault's files promise. Each test works on copies of two vaults made once.
final class SealedVaultTest {
    private static final Aes AES = Aes.best();
    private static final List<String> FILES = List.of("vault.lapwing", "anchor.lapwing", "key");
    private static final int DIGEST_BYTES = 32;

    @TempDir static Path original;
    @TempDir Path folder;

    @BeforeAll
    static void make() throws IOException {
        Path byPassphrase = Files.createDirectory(original.resolve("passphrase"));
        Path byKeyFile = Files.createDirectory(original.resolve("file"));
        try (Secret passphrase = secret("correct horse")) {
            MemoryVault.create(byPassphrase, new Seal.Passphrase(passphrase), AES).close();
        }
        MemoryVault.create(byKeyFile, keyFile(byKeyFile), AES).close();
    }

    @BeforeEach
    void copy() throws IOException {
        for (String vault : List.of("passphrase", "file")) {
            Files.createDirectory(folder.resolve(vault));
            for (String file : FILES) {
                Path from = original.resolve(vault).resolve(file);
                if (Files.exists(from)) {
                    Files.copy(from, folder.resolve(vault).resolve(file));
                }
            }
        }
    }

    @Test
    void opensWithItsPassphraseAlone() {
        Path vault = folder.resolve("passphrase");
        try (Secret right = secret("correct horse");
                Secret wrong = secret("Correct horse")) {

            assertFault(
                            Fault.Kind.UNAUTHENTICATED,
                            () -> MemoryVault.open(vault, new Seal.Passphrase(wrong), AES))
                    .hasMessageContaining("this is not the passphrase with which");
            try (Vault opened = MemoryVault.open(vault, new Seal.Passphrase(right), AES)) {
                assertThat(opened.status().available()).isTrue();
            }
        }
    }

    @Test
    void opensWithItsKeyFileAlone() throws IOException {
        Path key = folder.resolve("file/key");
        byte[] other = Files.readAllBytes(key);
        other[31] ^= 1;
        Files.write(key, other);

        assertFault(Fault.Kind.UNAUTHENTICATED, this::openByKeyFile)
                .hasMessageContaining("this is not the key file with which");
    }

    @Test
    void refusesAKeyFileThatIsGoneOrTooShort() throws IOException {
        Path key = folder.resolve("file/key");
        Files.write(key, new byte[31]);

        assertFault(Fault.Kind.UNAUTHENTICATED, this::openByKeyFile)
                .hasMessageContaining("of 31 bytes: want the 32");
        Files.delete(key);
        assertFault(Fault.Kind.UNAUTHENTICATED, this::openByKeyFile)
                .hasMessageContaining("the vault stays sealed without it");
    }

    @Test
    void refusesAKeyFileThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(
                folder.resolve("file/key"), PosixFilePermissions.fromString("rw-r-----"));

        assertFault(Fault.Kind.FORBIDDEN, this::openByKeyFile).hasMessageContaining("chmod 600");
    }

    @Test
    void refusesTheOtherKindOfSeal() {
        Path vault = folder.resolve("passphrase");
        Seal seal = keyFile(folder.resolve("file"));

        assertFault(Fault.Kind.UNAUTHENTICATED, () -> MemoryVault.open(vault, seal, AES))
                .hasMessageContaining("is sealed by a passphrase");
    }

    @Test
    void refusesAShortPassphraseForANewVault() {
        try (Secret passphrase = secret("1234567")) {
            assertFault(
                            Fault.Kind.BAD_INPUT,
                            () -> MemoryVault.create(folder, new Seal.Passphrase(passphrase), AES))
                    .hasMessage("passphrase of 7 bytes: want at least 8");
        }
    }

    @Test
    void neverWritesOverAVault() throws IOException {
        Path vault = folder.resolve("file");
        byte[] before = Files.readAllBytes(vault.resolve("vault.lapwing"));

        assertFault(Fault.Kind.CONFLICT, () -> MemoryVault.create(vault, keyFile(vault), AES));

        assertThat(Files.readAllBytes(vault.resolve("vault.lapwing"))).isEqualTo(before);
    }

    @Test
    void saysWhenThereIsNoVault() {
        assertThat(MemoryVault.isIn(folder)).isFalse();
        assertFault(
                Fault.Kind.NOT_FOUND,
                () -> MemoryVault.open(folder, keyFile(folder.resolve("file")), AES));
    }

    @Test
    void noticesEveryDamagedOctet() throws IOException {
        Path file = folder.resolve("file/vault.lapwing");
        byte[] whole = Files.readAllBytes(file);

        for (int i = 0; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertFault(Fault.Kind.TAMPERED, this::openByKeyFile);
        }
    }

    @Test
    void noticesAFileThatWasCutOff() throws IOException {
        Path file = folder.resolve("file/vault.lapwing");
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, 1, 75, 76, 108, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFault(Fault.Kind.TAMPERED, this::openByKeyFile);
        }
    }

    @Test
    void refusesWhatWasChangedWithSkill() throws IOException, NoSuchAlgorithmException {
        Path file = folder.resolve("file/vault.lapwing");
        byte[] whole = Files.readAllBytes(file);
        int length = whole.length - DIGEST_BYTES;

        for (int i = 0; i < length; i += 11) {
            byte[] changed = Arrays.copyOf(whole, length);
            changed[i] ^= 1;
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(changed);
            Files.write(file, Bytes.concat(Bytes.of(changed), Bytes.of(digest)).toArray());
            assertThatThrownBy(this::openByKeyFile)
                    .isInstanceOfSatisfying(
                            Fault.class,
                            f ->
                                    assertThat(f.kind())
                                            .isIn(Fault.Kind.TAMPERED, Fault.Kind.UNAUTHENTICATED));
        }
    }

    @Test
    void refusesToOpenWithoutItsAnchor() throws IOException {
        Files.delete(folder.resolve("file/anchor.lapwing"));

        assertFault(Fault.Kind.TAMPERED, this::openByKeyFile).hasMessageContaining("is gone");
    }

    @Test
    void refusesAnAnchorThatItDidNotWrite() throws IOException {
        Path file = folder.resolve("file/anchor.lapwing");
        byte[] own = Files.readAllBytes(file);

        Files.write(file, Files.readAllBytes(folder.resolve("passphrase/anchor.lapwing")));
        assertFault(Fault.Kind.TAMPERED, this::openByKeyFile);
        for (int i = 0; i < own.length; i++) {
            byte[] changed = own.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertFault(Fault.Kind.TAMPERED, this::openByKeyFile);
        }
    }

    @Test
    void opensAfterACrashInTheMiddleOfAWrite() throws IOException {
        Files.write(folder.resolve("file/vault.lapwing.new"), new byte[100]);
        Files.write(folder.resolve("file/anchor.lapwing.new"), new byte[3]);

        try (Vault vault = openByKeyFile()) {
            assertThat(vault.rotate()).isEqualTo(2);
            vault.advance(new Anchor(1, 0, Bytes.EMPTY));
        }
        try (Vault vault = openByKeyFile()) {
            assertThat(vault.status().keyVersion()).isEqualTo(2);
            assertThat(vault.anchor()).isEqualTo(new Anchor(1, 0, Bytes.EMPTY));
        }
    }

    @Test
    void letsItsOwnerAloneReadItsFiles() throws IOException {
        openByKeyFile().rotate();

        for (String file : FILES) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("file").resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesEveryOperationOnceClosed() {
        Vault vault = openByKeyFile();
        vault.close();
        vault.close();

        assertThat(vault.status().available()).isFalse();
        assertFault(Fault.Kind.UNAVAILABLE, vault::open);
        assertFault(Fault.Kind.UNAVAILABLE, vault::rotate);
        assertFault(Fault.Kind.UNAVAILABLE, () -> vault.sign(Bytes.EMPTY));
        assertFault(Fault.Kind.UNAVAILABLE, () -> vault.advance(vault.anchor()));
    }

    private MemoryVault openByKeyFile() {
        Path vault = folder.resolve("file");
        return MemoryVault.open(vault, keyFile(vault), AES);
    }

    private static Seal keyFile(Path vault) {
        return new Seal.KeyFile(vault.resolve("key"));
    }

    private static Secret secret(String text) {
        return Secret.take(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            Fault.Kind kind, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(Fault.class, f -> assertThat(f.kind()).isEqualTo(kind));
    }
}
