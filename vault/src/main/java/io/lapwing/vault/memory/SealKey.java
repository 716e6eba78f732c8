package io.lapwing.vault.memory;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Hkdf;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.DurableFile;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The key that a [Seal] gives, and a value that shows whether it is the right one.
///
/// @param key 32 octets, for AES-256-GCM
/// @param check 16 octets, kept in the file: they say nothing of the key, and no two keys share them
record SealKey(Secret key, Bytes check) implements AutoCloseable {
    /// How hard Argon2id makes guessing (RFC 9106 §4; OWASP: 19 MiB, 2 passes, 1 lane).
    record Stretching(int memoryKib, int passes, int lanes) {
        static final Stretching DEFAULT = new Stretching(19 * 1024, 2, 1);

        /// Refuses what would make opening a file a denial of service, or guessing cheap.
        Stretching {
            boolean memoryFits = memoryKib >= 8 * 1024 && memoryKib <= 1024 * 1024;
            if (!memoryFits || passes < 1 || passes > 16 || lanes < 1 || lanes > 4) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "vault file asks for Argon2id of %d KiB, %d passes and %d lanes: want 8192 to 1048576, 1 to 16 and 1 to 4"
                                .formatted(memoryKib, passes, lanes));
            }
        }
    }

    static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int CHECK_BYTES = 16;
    private static final int SHORTEST_PASSPHRASE_BYTES = 8;

    private static final Set<PosixFilePermission> OWNER_ALONE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /// The key of `seal` for a file with this salt.
    static SealKey of(Seal seal, Bytes salt, Stretching stretching) {
        try (Secret material =
                switch (seal) {
                    case Seal.KeyFile(Path path) -> read(path);
                    case Seal.Passphrase(Secret octets) -> stretched(octets, salt, stretching);
                }) {
            Secret key = Hkdf.sha256(material, salt, info("lapwing vault seal"), KEY_BYTES);
            try (Secret check =
                    Hkdf.sha256(material, salt, info("lapwing vault check"), CHECK_BYTES)) {
                return new SealKey(key, Bytes.of(check.segment()));
            }
        }
    }

    /// Makes the key file of a new vault unless it is there; refuses a passphrase that is too short.
    static void prepare(Seal seal) {
        switch (seal) {
            case Seal.KeyFile(Path path) -> {
                if (Files.notExists(path)) {
                    try (Secret key = Secret.random(KEY_BYTES)) {
                        new DurableFile(path).write(key.segment().asByteBuffer());
                    }
                }
            }
            case Seal.Passphrase(Secret octets) -> {
                if (octets.length() < SHORTEST_PASSPHRASE_BYTES) {
                    throw Fault.badInput(
                            "passphrase of "
                                    + octets.length()
                                    + " bytes: want at least "
                                    + SHORTEST_PASSPHRASE_BYTES);
                }
            }
        }
    }

    private static Secret read(Path path) {
        try {
            if (!OWNER_ALONE.containsAll(Files.getPosixFilePermissions(path))) {
                throw new Fault(
                        Fault.Kind.FORBIDDEN,
                        "key file " + path + " can be read by others: run `chmod 600` on it");
            }
            if (Files.size(path) != KEY_BYTES) {
                throw new Fault(
                        Fault.Kind.UNAUTHENTICATED,
                        "key file "
                                + path
                                + " of "
                                + Files.size(path)
                                + " bytes: want the 32 with which the vault was made");
            }
            return Secret.take(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAUTHENTICATED,
                    "key file " + path + " cannot be read: the vault stays sealed without it",
                    e);
        }
    }

    private static Secret stretched(Secret passphrase, Bytes salt, Stretching stretching) {
        byte[] octets = passphrase.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        byte[] key = new byte[KEY_BYTES];
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(stretching.memoryKib())
                        .withIterations(stretching.passes())
                        .withParallelism(stretching.lanes())
                        .withSalt(salt.toArray())
                        .build());
        argon2.generateBytes(octets, key);
        Arrays.fill(octets, (byte) 0);
        return Secret.take(key);
    }

    private static Bytes info(String purpose) {
        return Bytes.of(purpose.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        key.close();
    }
}
