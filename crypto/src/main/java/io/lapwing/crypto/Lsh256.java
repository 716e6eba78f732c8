package io.lapwing.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The hash function LSH-256-224 (KS X 3262): 28 octets, with which the secure zone checks what it reads.
///
/// Section numbers are those of the specification, "LSH: A New Fast Secure Hash Function Family" (ICISC 2014).
public final class Lsh256 {
    /// Length of the digest.
    public static final int DIGEST_BYTES = 28;

    private static final int BLOCK_BYTES = 128;
    private static final int STEPS = 26;

    /// §3.1: the initial chaining value of LSH-256-224.
    private static final int[] INITIAL = {
        0x068608D3, 0x62D8F7A7, 0xD76652AB, 0x4C600A43, 0xBDC40AA8, 0x1ECA0B68, 0xDA1A89BE,
        0x3147D354, 0x707EB4F9, 0xF65B3862, 0x6B0B2ABE, 0x56B8EC0A, 0xCF237286, 0xEE0D1727,
        0x33636595, 0x8BB8D05F
    };

    /// §3.2.3: the constants of the first step, from which those of the others follow.
    private static final int[] FIRST_CONSTANTS = {
        0x917CAF90,
        0x6C1B10A2,
        0x6F352943,
        0xCF778243,
        0x2CEB7472,
        0x29E96FF2,
        0x8A9BA428,
        0x2EEB2642
    };

    /// §3.2.3: rotations of the eight columns.
    private static final int[] GAMMA = {0, 8, 16, 24, 24, 16, 8, 0};

    /// §3.2.1: word permutation of the message expansion.
    private static final int[] TAU = {3, 2, 0, 1, 7, 4, 5, 6, 11, 10, 8, 9, 15, 12, 13, 14};

    /// §3.2.4: word permutation of the step function.
    private static final int[] SIGMA = {6, 4, 5, 7, 12, 15, 14, 13, 2, 0, 1, 3, 8, 11, 10, 9};

    private Lsh256() {}

    /// The digest of `message`.
    public static Bytes digest(Bytes message) {
        int[] chaining = INITIAL.clone();
        byte[] padded = padded(message);
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            compress(chaining, words);
        }
        ByteBuffer digest = ByteBuffer.allocate(DIGEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int l = 0; l < DIGEST_BYTES / Integer.BYTES; l++) {
            digest.putInt(chaining[l] ^ chaining[l + 8]);
        }
        Arrays.fill(padded, (byte) 0);
        return Bytes.of(digest.array());
    }

    /// One-zeros padding: a one bit, then zeroes to the end of the block.
    private static byte[] padded(Bytes message) {
        int blocks = message.length() / BLOCK_BYTES + 1;
        byte[] padded = Arrays.copyOf(message.toArray(), blocks * BLOCK_BYTES);
        padded[message.length()] = (byte) 0x80;
        return padded;
    }

    /// §3.2: compresses the next block into the chaining value.
    private static void compress(int[] chaining, ByteBuffer block) {
        int[] older = next16(block);
        int[] newer = next16(block);
        int[] constants = FIRST_CONSTANTS.clone();
        for (int step = 0; step < STEPS; step++) {
            add(chaining, older);
            mix(chaining, constants, step % 2 == 0);
            permute(chaining);
            int[] expanded = expand(older, newer);
            older = newer;
            newer = expanded;
            advance(constants);
        }
        add(chaining, older);
    }

    private static int[] next16(ByteBuffer block) {
        int[] words = new int[16];
        for (int l = 0; l < 16; l++) {
            words[l] = block.getInt();
        }
        return words;
    }

    /// §3.2.1: `M_j[l] = M_{j-1}[l] + M_{j-2}[tau(l)]`.
    private static int[] expand(int[] older, int[] newer) {
        int[] expanded = new int[16];
        for (int l = 0; l < 16; l++) {
            expanded[l] = newer[l] + older[TAU[l]];
        }
        return expanded;
    }

    /// §3.2.2: message addition, which is exclusive-or.
    private static void add(int[] chaining, int[] message) {
        for (int l = 0; l < 16; l++) {
            chaining[l] ^= message[l];
        }
    }

    /// §3.2.3: mixes the two halves, column by column.
    private static void mix(int[] chaining, int[] constants, boolean even) {
        int alpha = even ? 29 : 5;
        int beta = even ? 1 : 17;
        for (int l = 0; l < 8; l++) {
            int x = chaining[l] + chaining[l + 8];
            x = Integer.rotateLeft(x, alpha) ^ constants[l];
            int y = Integer.rotateLeft(x + chaining[l + 8], beta);
            chaining[l] = x + y;
            chaining[l + 8] = Integer.rotateLeft(y, GAMMA[l]);
        }
    }

    /// §3.2.4: `T[l] = T[sigma(l)]`.
    private static void permute(int[] chaining) {
        int[] before = chaining.clone();
        for (int l = 0; l < 16; l++) {
            chaining[l] = before[SIGMA[l]];
        }
    }

    /// §3.2.3: `SC_j[l] = SC_{j-1}[l] + (SC_{j-1}[l] <<< 8)`.
    private static void advance(int[] constants) {
        for (int l = 0; l < 8; l++) {
            constants[l] += Integer.rotateLeft(constants[l], 8);
        }
    }
}
