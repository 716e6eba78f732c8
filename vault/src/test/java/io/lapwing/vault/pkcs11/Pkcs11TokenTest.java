package io.lapwing.vault.pkcs11;

import static io.lapwing.vault.pkcs11.Token.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs11TokenTest {
    private @TempDir Path folder;

    @Test
    void keepsPinsAndRotationSecretForTheOwnerAlone() throws IOException {
        Token token = Token.blank(folder);

        for (String name : new String[] {"pin", "so-pin", "rotation"}) {
            assertThat(PosixFilePermissions.toString(permissions(token, name)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(permissions(token, "."))).isEqualTo("rwx------");
        assertThat(Files.readString(token.folder().resolve("pin")))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Files.readString(token.folder().resolve("so-pin")));
    }

    private static Set<PosixFilePermission> permissions(Token token, String name)
            throws IOException {
        return Files.getPosixFilePermissions(token.folder().resolve(name));
    }

    @Test
    void leavesAFolderInUseAlone() {
        Token token = Token.blank(folder);

        assertFault(
                Fault.Kind.CONFLICT, () -> Pkcs11Token.init(Pkcs11Token.softHsm(), token.folder()));
    }

    @Test
    void foundsAVaultWhereAKilledProcessLeftADraft() throws IOException {
        Path wanted = folder.resolve("vault");
        Path draft = folder.resolve("vault.new");
        Pkcs11Token.init(Pkcs11Token.softHsm(), draft);

        try (Pkcs11Vault vault = Pkcs11Token.found(Pkcs11Token.softHsm(), wanted)) {
            assertThat(vault.status().available()).isTrue();
        }

        assertThat(draft).doesNotExist();
        try (Pkcs11Vault again =
                Pkcs11Vault.open(Pkcs11Token.config(Pkcs11Token.softHsm(), wanted))) {
            assertThat(again.status().keyVersion()).isEqualTo(1);
        }
    }

    @Test
    void saysThatATokenHasNoVault() {
        Token token = Token.blank(folder);

        assertFault(Fault.Kind.NOT_FOUND, () -> Pkcs11Vault.open(token.config()))
                .hasMessageContaining("create the vault first");
    }

    @Test
    void createsAndOpens() {
        Token token = Token.blank(folder);

        try (Pkcs11Vault vault = Pkcs11Vault.create(token.config())) {
            assertThat(vault.status().available()).isTrue();
            assertThat(vault.status().keyVersion()).isEqualTo(1);
            assertThat(vault.importKey().algorithm()).isEqualTo("RSA-OAEP");
        }
    }

    @Test
    void mendsSoftHsmsFileOnATokenThatAKillEmptied() throws IOException {
        Token token = Token.withVault(folder);
        Path record = record(token);
        Files.newByteChannel(record, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
        assertFault(Fault.Kind.UNAVAILABLE, () -> Pkcs11Vault.open(token.config()))
                .hasMessageContaining("token.object is empty");

        Pkcs11Config again = Pkcs11Token.config(Pkcs11Token.softHsm(), token.folder());

        try (Pkcs11Vault vault = Pkcs11Vault.open(again)) {
            assertThat(vault.status().available()).isTrue();
        }
        assertThat(permissions(token, token.folder().relativize(record).toString()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static Path record(Token token) throws IOException {
        try (Stream<Path> files = Files.walk(token.folder())) {
            return files.filter(file -> file.endsWith(TokenRecord.NAME)).findFirst().orElseThrow();
        }
    }

    @Test
    void namesAModuleThatIsMissing() {
        Pkcs11Config config = Pkcs11Token.config(folder.resolve("none.so"), folder);

        assertFault(Fault.Kind.NOT_FOUND, () -> Pkcs11Vault.open(config))
                .hasMessageContaining("apt package softhsm2");
    }

    @Test
    void refusesALibraryThatIsNoModule() {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        Pkcs11Config config =
                new Pkcs11Config(
                        library,
                        "label",
                        Pkcs11Token.pinFile(library),
                        Optional.empty(),
                        Optional.empty(),
                        Pkcs11Config.Limits.DEFAULT);

        assertFault(Fault.Kind.BAD_INPUT, () -> Pkcs11Vault.open(config));
    }

    @Test
    void reportsAllWrongLimitsAtOnce() {
        assertFault(Fault.Kind.BAD_INPUT, () -> new Pkcs11Config.Limits(0, Duration.ofHours(1), -1))
                .hasMessageContaining("sessions 0")
                .hasMessageContaining("patience PT1H")
                .hasMessageContaining("renewal -1");
    }
}
