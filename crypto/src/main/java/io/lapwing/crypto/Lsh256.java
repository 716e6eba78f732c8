package io.lapwing.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The hash function LSH-256-224 (KS X 3262): 28 octets, with which the secure zone checks what it reads.
///
/// Section numbers are those of the specification, "LSH: A New Fast Secure Hash Function Family" (ICISC 2014).
///
/// Of the message only words that are being worked on are on the Java heap, and they are wiped at the end.
public final class Lsh256 {
    /// Length of the digest.
    public static final int DIGEST_BYTES = 28;

    /// Length of what is compressed at a time.
    static final int BLOCK_BYTES = 128;

    private static final int STEPS = 26;

    /// The words of the half of a block, and of a chaining value.
    private static final int WORDS = 16;

    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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

    /// The constants of all steps, eight a step.
    private static final int[] CONSTANTS = constants();

    /// §3.2.3: rotations of the eight columns.
    private static final int[] GAMMA = {0, 8, 16, 24, 24, 16, 8, 0};

    /// §3.2.1: word permutation of the message expansion.
    private static final int[] TAU = {3, 2, 0, 1, 7, 4, 5, 6, 11, 10, 8, 9, 15, 12, 13, 14};

    /// §3.2.4: word permutation of the step function.
    private static final int[] SIGMA = {6, 4, 5, 7, 12, 15, 14, 13, 2, 0, 1, 3, 8, 11, 10, 9};

    private int[] chaining = INITIAL.clone();
    private int[] permuted = new int[WORDS];
    private int[] older = new int[WORDS];
    private int[] newer = new int[WORDS];
    private int[] newest = new int[WORDS];

    private Lsh256() {}

    /// The digest of `message`.
    public static Bytes digest(Bytes message) {
        byte[] octets = message.toArray();
        try {
            return digest(MemorySegment.ofArray(octets));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /// The digest of octets that may be in native memory.
    public static Bytes digest(MemorySegment message) {
        Lsh256 state = new Lsh256();
        try {
            return state.absorb(message);
        } finally {
            state.wipe();
        }
    }

    private Bytes absorb(MemorySegment message) {
        long whole = message.byteSize() - message.byteSize() % BLOCK_BYTES;
        for (long at = 0; at < whole; at += BLOCK_BYTES) {
            compress(message, at);
        }
        byte[] last = padded(message.asSlice(whole));
        compress(MemorySegment.ofArray(last), 0);
        Arrays.fill(last, (byte) 0);
        ByteBuffer digest = ByteBuffer.allocate(DIGEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int l = 0; l < DIGEST_BYTES / Integer.BYTES; l++) {
            digest.putInt(chaining[l] ^ chaining[l + 8]);
        }
        return Bytes.of(digest.array());
    }

    /// One-zeros padding: a one bit, then zeroes to the end of the block.
    private static byte[] padded(MemorySegment rest) {
        byte[] block = new byte[BLOCK_BYTES];
        int length = (int) rest.byteSize();
        MemorySegment.copy(rest, ValueLayout.JAVA_BYTE, 0, block, 0, length);
        block[length] = (byte) 0x80;
        return block;
    }

    /// §3.2: compresses the block at `at` into the chaining value.
    private void compress(MemorySegment message, long at) {
        MemorySegment.copy(message, WORD, at, older, 0, WORDS);
        MemorySegment.copy(message, WORD, at + BLOCK_BYTES / 2, newer, 0, WORDS);
        for (int step = 0; step < STEPS; step++) {
            add();
            mix(step * 8, step % 2 == 0);
            permute();
            expand();
        }
        add();
    }

    /// §3.2.1: `M_j[l] = M_{j-1}[l] + M_{j-2}[tau(l)]`.
    private void expand() {
        for (int l = 0; l < WORDS; l++) {
            newest[l] = newer[l] + older[TAU[l]];
        }
        int[] free = older;
        older = newer;
        newer = newest;
        newest = free;
    }

    /// §3.2.2: message addition, which is exclusive-or.
    private void add() {
        for (int l = 0; l < WORDS; l++) {
            chaining[l] ^= older[l];
        }
    }

    /// §3.2.3: mixes the two halves, column by column.
    private void mix(int constants, boolean even) {
        int alpha = even ? 29 : 5;
        int beta = even ? 1 : 17;
        for (int l = 0; l < 8; l++) {
            int x = chaining[l] + chaining[l + 8];
            x = Integer.rotateLeft(x, alpha) ^ CONSTANTS[constants + l];
            int y = Integer.rotateLeft(x + chaining[l + 8], beta);
            chaining[l] = x + y;
            chaining[l + 8] = Integer.rotateLeft(y, GAMMA[l]);
        }
    }

    /// §3.2.4: `T[l] = T[sigma(l)]`.
    private void permute() {
        for (int l = 0; l < WORDS; l++) {
            permuted[l] = chaining[SIGMA[l]];
        }
        int[] free = chaining;
        chaining = permuted;
        permuted = free;
    }

    private void wipe() {
        Arrays.fill(chaining, 0);
        Arrays.fill(permuted, 0);
        Arrays.fill(older, 0);
        Arrays.fill(newer, 0);
        Arrays.fill(newest, 0);
    }

    /// §3.2.3: `SC_j[l] = SC_{j-1}[l] + (SC_{j-1}[l] <<< 8)`.
    private static int[] constants() {
        int[] constants = Arrays.copyOf(FIRST_CONSTANTS, STEPS * 8);
        for (int i = 8; i < constants.length; i++) {
            int before = constants[i - 8];
            constants[i] = before + Integer.rotateLeft(before, 8);
        }
        return constants;
    }
}
