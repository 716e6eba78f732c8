package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of RFC 9162 with SHA-256: hashes, proofs and their checks. [Frontier] grows it.
public final class MerkleTree {
    /// The hash of an empty tree (RFC 9162 §2.1.1).
    public static final Bytes EMPTY_ROOT = Sha256.digest(Bytes.EMPTY);

    private MerkleTree() {}

    /// Hashes of ranges of a tree's leaves, for the making of proofs.
    @FunctionalInterface
    public interface Subtrees {
        /// MTH(D[start:end]) (RFC 9162 §2.1.1).
        Bytes hash(long start, long end);
    }

    /// HASH(0x00 || d) (RFC 9162 §2.1.1).
    public static Bytes leafHash(Bytes record) {
        return Bytes.of(leafHash(Sha256.start(), record.toArray()));
    }

    /// HASH(0x01 || left || right) (RFC 9162 §2.1.1).
    public static Bytes nodeHash(Bytes left, Bytes right) {
        return Bytes.of(nodeHash(Sha256.start(), left.toArray(), right.toArray()));
    }

    /// The largest power of two smaller than `leaves`, where a tree of so many leaves is split (RFC 9162 §2.1.1).
    ///
    /// @param leaves 2 or more
    public static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }

    /// PATH(index, D[size]) (RFC 9162 §2.1.3.1).
    public static List<Bytes> inclusion(long index, long size, Subtrees tree) {
        if (index < 0 || index >= size) {
            throw Fault.badInput("audit record %d: want 0 to %d".formatted(index, size - 1));
        }
        List<Bytes> path = new ArrayList<>();
        long start = 0;
        long end = size;
        while (end - start > 1) {
            long middle = start + split(end - start);
            if (index < middle) {
                path.addFirst(tree.hash(middle, end));
                end = middle;
            } else {
                path.addFirst(tree.hash(start, middle));
                start = middle;
            }
        }
        return List.copyOf(path);
    }

    /// PROOF(from, D[size]) (RFC 9162 §2.1.4.1).
    public static List<Bytes> consistency(long from, long size, Subtrees tree) {
        if (from < 1 || from > size) {
            throw Fault.badInput("consistency from %d: want 1 to %d".formatted(from, size));
        }
        List<Bytes> proof = new ArrayList<>();
        long start = 0;
        long end = size;
        boolean known = true;
        while (from != end) {
            long middle = start + split(end - start);
            if (from <= middle) {
                proof.addFirst(tree.hash(middle, end));
                end = middle;
            } else {
                proof.addFirst(tree.hash(start, middle));
                start = middle;
                known = false;
            }
        }
        if (!known) {
            proof.addFirst(tree.hash(start, end));
        }
        return List.copyOf(proof);
    }

    /// RFC 9162 §2.1.3.2.
    public static boolean verifyInclusion(
            Bytes leafHash, long index, long size, List<Bytes> path, Bytes root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long first = index;
        long last = size - 1;
        Bytes hash = leafHash;
        for (Bytes step : path) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                hash = nodeHash(step, hash);
                int up = (first & 1) == 1 ? 0 : Long.numberOfTrailingZeros(first);
                first >>= up;
                last >>= up;
            } else {
                hash = nodeHash(hash, step);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /// RFC 9162 §2.1.4.2.
    public static boolean verifyConsistency(
            long from, long size, List<Bytes> proof, Bytes fromRoot, Bytes root) {
        if (from == size) {
            return proof.isEmpty() && fromRoot.equals(root);
        }
        if (from < 1 || from > size) {
            return false;
        }
        List<Bytes> steps = new ArrayList<>(proof);
        if (Long.bitCount(from) == 1) {
            steps.addFirst(fromRoot);
        }
        if (steps.isEmpty()) {
            return false;
        }
        int shared = Long.numberOfTrailingZeros(~(from - 1));
        long first = (from - 1) >> shared;
        long last = (size - 1) >> shared;
        Bytes older = steps.getFirst();
        Bytes newer = older;
        for (Bytes step : steps.subList(1, steps.size())) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                older = nodeHash(step, older);
                newer = nodeHash(step, newer);
                int up = (first & 1) == 1 || first == 0 ? 0 : Long.numberOfTrailingZeros(first);
                first >>= up;
                last >>= up;
            } else {
                newer = nodeHash(newer, step);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && older.equals(fromRoot) && newer.equals(root);
    }

    static byte[] leafHash(MessageDigest sha256, byte[] record) {
        sha256.update((byte) 0);
        return sha256.digest(record);
    }

    static byte[] nodeHash(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}
