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

    /// Two words each.
    private static final int COLUMNS = 8;

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

    private int[] chaining = INITIAL.clone();
    private int[] permuted = new int[WORDS];
    private int[] older = new int[WORDS];
    private int[] newer = new int[WORDS];

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
            digest.putInt(chaining[l] ^ chaining[l + COLUMNS]);
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
        for (int step = 0; step < STEPS; step += 2) {
            step(step, 29, 1);
            step(step + 1, 5, 17);
        }
        for (int l = 0; l < WORDS; l++) {
            chaining[l] ^= older[l];
        }
    }

    /// §3.2: the step function, and the message words of the next step. What [#column] is told of each column are its rotation
    /// gamma (§3.2.3) and where its words stand after the permutation sigma (§3.2.4).
    private void step(int step, int alpha, int beta) {
        int constants = step * COLUMNS;
        column(0, constants, alpha, beta, 0, 9, 12);
        column(1, constants, alpha, beta, 8, 10, 15);
        column(2, constants, alpha, beta, 16, 8, 14);
        column(3, constants, alpha, beta, 24, 11, 13);
        column(4, constants, alpha, beta, 24, 1, 4);
        column(5, constants, alpha, beta, 16, 2, 7);
        column(6, constants, alpha, beta, 8, 0, 6);
        column(7, constants, alpha, beta, 0, 3, 5);
        int[] free = chaining;
        chaining = permuted;
        permuted = free;
        expand(0);
        expand(COLUMNS);
        int[] oldest = older;
        older = newer;
        newer = oldest;
    }

    /// §3.2.2 and §3.2.3: adds the message, which is exclusive-or, and mixes the two words of a column.
    private void column(int l, int constants, int alpha, int beta, int gamma, int left, int right) {
        int lower = chaining[l + COLUMNS] ^ older[l + COLUMNS];
        int x = (chaining[l] ^ older[l]) + lower;
        x = Integer.rotateLeft(x, alpha) ^ CONSTANTS[constants + l];
        int y = Integer.rotateLeft(x + lower, beta);
        permuted[left] = x + y;
        permuted[right] = Integer.rotateLeft(y, gamma);
    }

    /// §3.2.1: `M_j[l] = M_{j-1}[l] + M_{j-2}[tau(l)]`, for eight words, in the place of those of step j - 2.
    private void expand(int at) {
        int first = older[at];
        int second = older[at + 1];
        older[at] = newer[at] + older[at + 3];
        older[at + 1] = newer[at + 1] + older[at + 2];
        older[at + 2] = newer[at + 2] + first;
        older[at + 3] = newer[at + 3] + second;
        int last = older[at + 7];
        older[at + 7] = newer[at + 7] + older[at + 6];
        older[at + 6] = newer[at + 6] + older[at + 5];
        older[at + 5] = newer[at + 5] + older[at + 4];
        older[at + 4] = newer[at + 4] + last;
    }

    private void wipe() {
        Arrays.fill(chaining, 0);
        Arrays.fill(permuted, 0);
        Arrays.fill(older, 0);
        Arrays.fill(newer, 0);
    }

    /// §3.2.3: `SC_j[l] = SC_{j-1}[l] + (SC_{j-1}[l] <<< 8)`.
    private static int[] constants() {
        int[] constants = Arrays.copyOf(FIRST_CONSTANTS, STEPS * COLUMNS);
        for (int i = COLUMNS; i < constants.length; i++) {
            int before = constants[i - COLUMNS];
            constants[i] = before + Integer.rotateLeft(before, 8);
        }
        return constants;
    }
}
