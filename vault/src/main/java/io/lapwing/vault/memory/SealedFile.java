package io.lapwing.vault.memory;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.vault.DurableFile;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The file `vault.lapwing`, format 1. Numbers are big-endian:
///
/// | octets | what |
/// |---|---|
/// | 16 | `LAPWING VAULT 1` and a line feed |
/// | 4 | kind of seal: 1 key file, 2 passphrase |
/// | 12 | Argon2id: memory in KiB, passes, lanes; used for a passphrase |
/// | 16 | salt |
/// | 16 | check of the seal key |
/// | 12 | nonce, new with each write |
/// | n | the encoded [KeyStock] under AES-256-GCM with its tag; all before is associated data |
/// | 32 | SHA-256 of all before: tells an accident from a wrong passphrase |
final class SealedFile implements AutoCloseable {
    private static final Bytes MAGIC =
            Bytes.of("LAPWING VAULT 1\n".getBytes(StandardCharsets.US_ASCII));
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 16 + 4 + 12 + SealKey.SALT_BYTES + 16 + NONCE_BYTES;
    private static final int TAG_BITS = 128;

    /// Room for every version that a vault may have, and to spare.
    private static final int LONGEST_BYTES = 1 << 20;

    private final Path file;
    private final int kind;
    private final SealKey.Stretching stretching;
    private final Bytes salt;
    private final SealKey sealKey;

    private SealedFile(
            Path file, int kind, SealKey.Stretching stretching, Bytes salt, SealKey sealKey) {
        this.file = file;
        this.kind = kind;
        this.stretching = stretching;
        this.salt = salt;
        this.sealKey = sealKey;
    }

    /// A file that is not there yet.
    ///
    /// @throws Fault `CONFLICT` when it is
    static SealedFile create(Path file, Seal seal) {
        if (Files.exists(file)) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    file + " is there: open it, or remove it by hand for good");
        }
        SealKey.prepare(seal);
        Bytes salt = random(SealKey.SALT_BYTES);
        SealKey.Stretching stretching = SealKey.Stretching.DEFAULT;
        return new SealedFile(
                file, kind(seal), stretching, salt, SealKey.of(seal, salt, stretching));
    }

    /// What a file holds, and the file itself for writing it again.
    record Opened(SealedFile file, KeyStock stock) {}

    /// Opens a file.
    ///
    /// @throws Fault `NOT_FOUND` without a file, `TAMPERED` when it is damaged, `UNAUTHENTICATED` with a wrong seal
    static Opened open(Path file, Seal seal) {
        byte[] octets =
                new DurableFile(file).read(LONGEST_BYTES).orElseThrow(() -> absent(file)).toArray();
        ByteBuffer in = ByteBuffer.wrap(octets, 0, requireWhole(file, octets));
        in.position(MAGIC.length());
        int kind = in.getInt();
        if (kind != kind(seal)) {
            throw new Fault(
                    Fault.Kind.UNAUTHENTICATED,
                    file + " is sealed by a " + (kind == 1 ? "key file" : "passphrase"));
        }
        SealKey.Stretching stretching =
                new SealKey.Stretching(in.getInt(), in.getInt(), in.getInt());
        Bytes salt = next(in, SealKey.SALT_BYTES);
        SealKey sealKey = SealKey.of(seal, salt, stretching);
        if (!next(in, sealKey.check().length()).equals(sealKey.check())) {
            sealKey.close();
            throw new Fault(
                    Fault.Kind.UNAUTHENTICATED,
                    (kind == 1 ? "this is not the key file" : "this is not the passphrase")
                            + " with which "
                            + file
                            + " was sealed");
        }
        SealedFile sealed = new SealedFile(file, kind, stretching, salt, sealKey);
        in.position(in.position() + NONCE_BYTES);
        Bytes header = Bytes.of(Arrays.copyOf(octets, HEADER_BYTES));
        return new Opened(
                sealed, KeyStock.decoded(sealed.unsealed(header, next(in, in.remaining()))));
    }

    private static Fault absent(Path file) {
        return new Fault(Fault.Kind.NOT_FOUND, file + " is not there: make the vault first");
    }

    /// Writes the file anew, durable on return.
    void write(KeyStock stock) {
        ByteBuffer header = ByteBuffer.wrap(new byte[HEADER_BYTES]);
        header.put(MAGIC.toArray()).putInt(kind);
        header.putInt(stretching.memoryKib()).putInt(stretching.passes());
        header.putInt(stretching.lanes()).put(salt.toArray());
        header.put(sealKey.check().toArray()).put(random(NONCE_BYTES).toArray());
        Bytes associated = Bytes.of(header.array());
        byte[] plain = stock.encoded();
        try {
            byte[] ciphertext = gcm(Cipher.ENCRYPT_MODE, associated, plain);
            Bytes sealed = Bytes.concat(associated, Bytes.of(ciphertext));
            new DurableFile(file).write(Bytes.concat(sealed, Sha256.digest(sealed)));
        } catch (GeneralSecurityException e) {
            throw broken(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public void close() {
        sealKey.close();
    }

    /// The length without the digest.
    private static int requireWhole(Path file, byte[] octets) {
        int length = octets.length - Sha256.LENGTH_BYTES;
        if (length >= HEADER_BYTES) {
            Bytes all = Bytes.of(octets);
            boolean whole =
                    Sha256.digest(all.slice(0, length)).equals(all.slice(length, octets.length));
            if (whole && all.slice(0, MAGIC.length()).equals(MAGIC)) {
                return length;
            }
        }
        throw damaged(file);
    }

    private byte[] unsealed(Bytes header, Bytes ciphertext) {
        try {
            return gcm(Cipher.DECRYPT_MODE, header, ciphertext.toArray());
        } catch (AEADBadTagException _) {
            sealKey.close();
            throw damaged(file);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private byte[] gcm(int mode, Bytes header, byte[] octets) throws GeneralSecurityException {
        byte[] key = sealKey.key().use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        byte[] nonce = header.slice(HEADER_BYTES - NONCE_BYTES, HEADER_BYTES).toArray();
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            gcm.updateAAD(header.toArray());
            return gcm.doFinal(octets);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static int kind(Seal seal) {
        return switch (seal) {
            case Seal.KeyFile _ -> 1;
            case Seal.Passphrase _ -> 2;
        };
    }

    private static Bytes next(ByteBuffer in, int length) {
        byte[] octets = new byte[length];
        in.get(octets);
        return Bytes.of(octets);
    }

    private static Bytes random(int length) {
        try (Secret random = Secret.random(length)) {
            return Bytes.of(random.segment());
        }
    }

    private static Fault damaged(Path file) {
        return new Fault(
                Fault.Kind.TAMPERED, file + " is damaged or no vault: restore it from a backup");
    }

    private static Fault broken(GeneralSecurityException cause) {
        return new Fault(Fault.Kind.INTERNAL, "the JDK refuses AES-256-GCM", cause);
    }
}
