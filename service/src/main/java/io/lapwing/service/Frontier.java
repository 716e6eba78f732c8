package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// All that appending to a Merkle tree needs of it: the hashes of its complete subtrees, one for each 1 in the binary
/// form of its size (RFC 9162 §2.1.2). For one thread.
public final class Frontier {
    private static final int LEVELS = 63;
    private static final int HASH_BYTES = 32;

    private final MessageDigest sha256 = Sha256.start();
    private final byte[] @Nullable [] newest = new byte[LEVELS][];
    private final byte[] @Nullable [] left = new byte[LEVELS][];
    private long size;

    /// That of the empty tree.
    public Frontier() {}

    /// The same tree, to be grown apart.
    public Frontier copy() {
        Frontier copy = new Frontier();
        System.arraycopy(newest, 0, copy.newest, 0, LEVELS);
        System.arraycopy(left, 0, copy.left, 0, LEVELS);
        copy.size = size;
        return copy;
    }

    /// Reads what [#encode()] wrote.
    public static Frontier decode(Bytes encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded.toArray());
        if (in.remaining() < Long.BYTES) {
            throw damaged(encoded);
        }
        Frontier frontier = new Frontier();
        frontier.size = in.getLong();
        if (frontier.size < 0 || in.remaining() != Long.bitCount(frontier.size) * HASH_BYTES) {
            throw damaged(encoded);
        }
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (((frontier.size >> level) & 1) == 1) {
                byte[] hash = new byte[HASH_BYTES];
                in.get(hash);
                frontier.left[level] = hash;
            }
        }
        return frontier;
    }

    private static Fault damaged(Bytes encoded) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "audit frontier of %d octets is damaged: want 8 octets of size and 32 for each of its subtrees; restore the store"
                        .formatted(encoded.length()));
    }

    /// The size in 8 octets, then the subtrees' hashes, the largest first.
    public Bytes encode() {
        ByteBuffer out =
                ByteBuffer.allocate(Long.BYTES + Long.bitCount(size) * HASH_BYTES).putLong(size);
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (((size >> level) & 1) == 1) {
                out.put(kept(level));
            }
        }
        return Bytes.of(out.array());
    }

    public long size() {
        return size;
    }

    /// Appends a record: its leaf hash closes every subtree that it completes.
    public void append(Bytes record) {
        byte[] hash = MerkleTree.leafHash(sha256, record.toArray());
        int level = 0;
        newest[0] = hash;
        while (((size >> level) & 1) == 1) {
            hash = MerkleTree.nodeHash(sha256, kept(level), hash);
            level++;
            newest[level] = hash;
        }
        left[level] = hash;
        size++;
    }

    /// The hash of the complete subtree of 2^level records that was closed last.
    public Bytes newestSubtree(int level) {
        byte[] hash = newest[level];
        if (hash == null) {
            throw new Fault(
                    Fault.Kind.INTERNAL, "no subtree of level %d was closed".formatted(level));
        }
        return Bytes.of(hash);
    }

    /// The tree hash (RFC 9162 §2.1.1).
    public Bytes root() {
        byte[] root = null;
        for (int level = 0; level < LEVELS; level++) {
            if (((size >> level) & 1) == 1) {
                root = root == null ? kept(level) : MerkleTree.nodeHash(sha256, kept(level), root);
            }
        }
        return root == null ? MerkleTree.EMPTY_ROOT : Bytes.of(root);
    }

    public AuditLog.Head head() {
        return new AuditLog.Head(size, root());
    }

    private byte[] kept(int level) {
        byte[] hash = left[level];
        if (hash == null) {
            throw new Fault(Fault.Kind.INTERNAL, "frontier lacks level " + level);
        }
        return hash;
    }
}
