package io.lapwing.vault.memory;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.BindingTag;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Everything that a vault's file seals.
///
/// @param versions of the vault key, in rising order; the last is the newest
/// @param anchorKey AES-256, for the CMAC over the anchor
record KeyStock(List<VaultKey> versions, Secret anchorKey, KeyPairs pairs)
        implements AutoCloseable {
    /// Versions that a file may hold: a vault that rotates once a day for years stays below.
    static final int MOST_VERSIONS = 4096;

    /// No encoding of a key pair is longer.
    private static final int LONGEST_KEY_BYTES = 8192;

    KeyStock {
        versions = List.copyOf(versions);
    }

    static KeyStock random() {
        return new KeyStock(
                List.of(VaultKey.random(1)), Secret.random(VaultKey.KEY_BYTES), KeyPairs.random());
    }

    VaultKey newest() {
        return versions.getLast();
    }

    /// The key of this version, or a fault that says why there is none.
    VaultKey version(int version) {
        for (VaultKey key : versions.reversed()) {
            if (key.version() == version) {
                return key;
            }
        }
        throw BindingTag.missing(version, newest().version());
    }

    KeyStock with(VaultKey next) {
        if (versions.size() == MOST_VERSIONS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "vault key of " + MOST_VERSIONS + " versions: destroy older ones");
        }
        List<VaultKey> more = new ArrayList<>(versions);
        more.add(next);
        return new KeyStock(more, anchorKey, pairs);
    }

    KeyStock without(VaultKey destroyed) {
        return new KeyStock(
                versions.stream().filter(key -> key.version() != destroyed.version()).toList(),
                anchorKey,
                pairs);
    }

    /// All of it as octets: the caller wipes the array. Numbers are big-endian; a key of free length has its length in two
    /// octets before it.
    byte[] encoded() {
        Bytes importPublic = Bytes.of(pairs.importKey().publicKey().getEncoded());
        Bytes signingPublic = Bytes.of(pairs.signingKey().getEncoded());
        int length =
                4
                        + versions.size() * (4 + 2 * VaultKey.KEY_BYTES)
                        + VaultKey.KEY_BYTES
                        + 4 * 2
                        + pairs.importPrivate().length()
                        + importPublic.length()
                        + pairs.signingPrivate().length()
                        + signingPublic.length();
        ByteBuffer out = ByteBuffer.wrap(new byte[length]);
        out.putInt(versions.size());
        for (VaultKey key : versions) {
            out.putInt(key.version());
            put(out, key.wrapping());
            put(out, key.binding());
        }
        put(out, anchorKey);
        putLong(out, pairs.importPrivate());
        out.putShort((short) importPublic.length()).put(importPublic.toArray());
        putLong(out, pairs.signingPrivate());
        out.putShort((short) signingPublic.length()).put(signingPublic.toArray());
        return out.array();
    }

    /// The opposite of [#encoded()]. Wipes the array.
    static KeyStock decoded(byte[] octets) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
            int count = in.readInt();
            if (count < 1 || count > MOST_VERSIONS) {
                throw new IOException("vault key of " + count + " versions");
            }
            List<VaultKey> versions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                versions.add(
                        new VaultKey(
                                in.readInt(),
                                secret(in, VaultKey.KEY_BYTES),
                                secret(in, VaultKey.KEY_BYTES)));
            }
            Secret anchorKey = secret(in, VaultKey.KEY_BYTES);
            return new KeyStock(
                    versions,
                    anchorKey,
                    KeyPairs.of(
                            secret(in, length(in)),
                            Bytes.of(octets(in, length(in))),
                            secret(in, length(in)),
                            Bytes.of(octets(in, length(in)))));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.TAMPERED, "vault file holds no keys of this format", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static void put(ByteBuffer out, Secret secret) {
        secret.use(segment -> out.put(segment.asByteBuffer()));
    }

    private static void putLong(ByteBuffer out, Secret secret) {
        out.putShort((short) secret.length());
        put(out, secret);
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        if (length < 1 || length > LONGEST_KEY_BYTES) {
            throw new IOException("key pair of " + length + " bytes");
        }
        return length;
    }

    private static Secret secret(DataInputStream in, int length) throws IOException {
        return Secret.take(octets(in, length));
    }

    private static byte[] octets(DataInputStream in, int length) throws IOException {
        byte[] octets = new byte[length];
        in.readFully(octets);
        return octets;
    }

    @Override
    public void close() {
        versions.forEach(VaultKey::close);
        anchorKey.close();
        pairs.close();
    }
}
