package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A token of SoftHSM2 in a folder of its own: for a machine without an HSM, a demonstration, a bench, a test.
///
/// The folder, readable by its owner alone, holds `softhsm2.conf`, `tokens/`, `pin` (the user's PIN), `so-pin` (the
/// security officer's) and `rotation` (the rotation secret). A PIN has 32 hexadecimal digits.
///
/// SoftHSM finds its configuration by the environment variable SOFTHSM2_CONF, which the vault sets in this process
/// before the module reads it. One process uses one such folder at a time.
public final class Pkcs11Token {
    /// Where Debian and Ubuntu (package softhsm2), Fedora and others put the module.
    public static final List<Path> SOFTHSM_PLACES =
            List.of(
                    Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                    Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
                    Path.of("/usr/lib64/softhsm/libsofthsm2.so"),
                    Path.of("/usr/local/lib/softhsm/libsofthsm2.so"));

    private static final String LABEL = "lapwing";
    private static final int PIN_BYTES = 16;

    private Pkcs11Token() {}

    /// The module of SoftHSM2 on this machine.
    ///
    /// @throws Fault `NOT_FOUND` when it is not installed
    public static Path softHsm() {
        return SOFTHSM_PLACES.stream()
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.NOT_FOUND,
                                "SoftHSM2 is not installed: apt-get install softhsm2"));
    }

    /// Makes a folder with a token and a vault in it, and opens that. The folder appears when all is in it: a process
    /// killed before leaves a draft beside it, which the next attempt removes.
    ///
    /// @throws Fault `CONFLICT` when the folder exists and is not empty
    public static Pkcs11Vault found(Path module, Path folder) {
        Path draft = folder.resolveSibling(folder.getFileName() + ".new");
        try {
            requireEmpty(folder);
            removeDraft(draft);
            VaultCreation.create(init(module, draft));
            writeConf(draft, folder);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        return Pkcs11Vault.open(config(module, folder));
    }

    /// Makes a folder with an initialised token and new random PINs and rotation secret.
    ///
    /// @return what [Pkcs11Vault#create] wants
    /// @throws Fault `CONFLICT` when the folder exists and is not empty
    public static Pkcs11Config init(Path module, Path folder) {
        try {
            makeFolder(folder);
            newSecret(folder.resolve("pin"), PIN_BYTES);
            newSecret(folder.resolve("so-pin"), PIN_BYTES);
            newSecret(folder.resolve("rotation"), Rotation.SECRET_BYTES);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        Pkcs11Config config = config(module, folder);
        initToken(config, folder);
        keepRecord(folder);
        return config;
    }

    /// How to open the token of a folder that [#init] made. What a killed process left of SoftHSM's file on the token is
    /// mended first, so no other process may use the folder.
    public static Pkcs11Config config(Path module, Path folder) {
        keepRecord(folder);
        return new Pkcs11Config(
                module,
                LABEL,
                pinFile(folder.resolve("pin")),
                Optional.of(hexFile(folder.resolve("rotation"))),
                Optional.of(folder.resolve("softhsm2.conf")),
                Pkcs11Config.Limits.DEFAULT);
    }

    private static void keepRecord(Path folder) {
        try {
            TokenRecord.keep(folder.resolve("tokens"));
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /// Fetches a PIN, as it stands in a file, without white space at its end.
    public static Supplier<Secret> pinFile(Path file) {
        return () -> {
            byte[] octets = read(file);
            int end = octets.length;
            while (end > 0 && octets[end - 1] <= ' ') {
                end--;
            }
            if (end == 0) {
                throw Fault.badInput("file " + file + " is empty: want a PIN");
            }
            byte[] pin = Arrays.copyOf(octets, end);
            Arrays.fill(octets, (byte) 0);
            return Secret.take(pin);
        };
    }

    /// Fetches octets that stand in a file in hexadecimal digits.
    public static Supplier<Secret> hexFile(Path file) {
        return () -> {
            try (Secret digits = pinFile(file).get()) {
                byte[] octets = new byte[digits.length() / 2];
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = (byte) (16 * digit(digits, 2 * i) + digit(digits, 2 * i + 1));
                }
                return Secret.take(octets);
            }
        };
    }

    private static int digit(Secret digits, int at) {
        int value = Character.digit(digits.segment().get(ValueLayout.JAVA_BYTE, at), 16);
        if (value < 0) {
            throw Fault.badInput("not a hexadecimal digit in a secret's file: want 0-9, a-f");
        }
        return value;
    }

    private static void initToken(Pkcs11Config config, Path folder) {
        TokenModule loaded = new TokenModule(config.module(), config.softHsmConf());
        loaded.initialise();
        try (Secret soPin = pinFile(folder.resolve("so-pin")).get();
                Secret pin = config.pin().get()) {
            long slot =
                    loaded.tokens().stream()
                            .filter(t -> (t.flags() & Ck.CKF_TOKEN_INITIALIZED) == 0)
                            .findFirst()
                            .orElseThrow(() ->
                                    new Fault(
                                            Fault.Kind.NOT_FOUND,
                                            config.module() + " has no free slot: want SoftHSM2"))
                            .slot();
            loaded.initToken(slot, config.tokenLabel(), soPin, pin);
        } finally {
            loaded.end();
        }
    }

    private static void removeDraft(Path draft) throws IOException {
        if (!Files.exists(draft)) {
            return;
        }
        try (var entries = Files.walk(draft)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "folder " + folder + " is not empty: want a new one for the token");
            }
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        requireEmpty(folder);
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(folder.resolve("tokens"));
        writeConf(folder);
    }

    static void writeConf(Path folder) throws IOException {
        writeConf(folder, folder);
    }

    /// Writes the configuration of SoftHSM (softhsm2.conf(5)) that names a folder's own tokens.
    ///
    /// @param into where it is written
    /// @param folder where it is read
    private static void writeConf(Path into, Path folder) throws IOException {
        Files.writeString(
                into.resolve("softhsm2.conf"),
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
                        .formatted(folder.resolve("tokens").toAbsolutePath()));
    }

    /// Writes random octets in hexadecimal digits to a new file that its owner alone may read.
    private static void newSecret(Path file, int lengthBytes) throws IOException {
        byte[] digits = new byte[2 * lengthBytes];
        try (Secret secret = Secret.random(lengthBytes)) {
            for (int i = 0; i < lengthBytes; i++) {
                int octet = secret.segment().get(ValueLayout.JAVA_BYTE, i) & 0xff;
                digits[2 * i] = (byte) Character.forDigit(octet >> 4, 16);
                digits[2 * i + 1] = (byte) Character.forDigit(octet & 0xf, 16);
            }
        }
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(digits));
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static Fault unusable(Path path, IOException cause) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "%s cannot be used: %s".formatted(path, cause.getClass().getSimpleName()),
                cause);
    }
}
