package io.lapwing.lorawan;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which of the 65536 nonces were used. Immutable; forgets nothing.
///
/// Few nonces are a sorted array, two octets each. From [#SPARSE_MAX] on it would be larger than a bitmap of all of them,
/// so it becomes one: at most 8 KiB a device, however often it joins.
final class NonceSet {
    /// The largest number of nonces kept as an array: 4096 of two octets take as much as the bitmap.
    static final int SPARSE_MAX = 4096;

    static final NonceSet EMPTY = new NonceSet(new char[0], null, 0);

    private static final int SPACE = 1 << 16;
    private static final int BITMAP_LONGS = SPACE / Long.SIZE;

    private final char[] sorted;
    private final long @Nullable [] bitmap;
    private final int size;

    private NonceSet(char[] sorted, long @Nullable [] bitmap, int size) {
        this.sorted = sorted;
        this.bitmap = bitmap;
        this.size = size;
    }

    int size() {
        return size;
    }

    boolean contains(int nonce) {
        return bitmap == null
                ? Arrays.binarySearch(sorted, (char) nonce) >= 0
                : (bitmap[nonce >> 6] & 1L << nonce) != 0;
    }

    /// This set and one nonce more.
    NonceSet with(int nonce) {
        if (contains(nonce)) {
            return this;
        }
        if (bitmap != null || size == SPARSE_MAX) {
            long[] bits = bits();
            bits[nonce >> 6] |= 1L << nonce;
            return new NonceSet(new char[0], bits, size + 1);
        }
        int at = -Arrays.binarySearch(sorted, (char) nonce) - 1;
        char[] more = new char[size + 1];
        System.arraycopy(sorted, 0, more, 0, at);
        more[at] = (char) nonce;
        System.arraycopy(sorted, at, more, at + 1, size - at);
        return new NonceSet(more, null, size + 1);
    }

    private long[] bits() {
        if (bitmap != null) {
            return bitmap.clone();
        }
        long[] bits = new long[BITMAP_LONGS];
        for (char nonce : sorted) {
            bits[nonce >> 6] |= 1L << nonce;
        }
        return bits;
    }

    /// Octets that [#write] needs after the size.
    int encodedLength() {
        return bitmap == null ? 2 * size : SPACE / Byte.SIZE;
    }

    /// The nonces, ascending, two octets each; or the bitmap, nonce 0 first.
    void write(ByteBuffer out) {
        if (bitmap == null) {
            for (char nonce : sorted) {
                out.putChar(nonce);
            }
        } else {
            for (long bits : bitmap) {
                out.putLong(Long.reverse(bits));
            }
        }
    }

    /// Reads what [#write] wrote of a set of `size` nonces; the caller checks that it writes the same again.
    static NonceSet read(int size, ByteBuffer in) {
        if (size <= SPARSE_MAX) {
            char[] sorted = new char[size];
            for (int i = 0; i < size; i++) {
                sorted[i] = in.getChar();
                if (i > 0 && sorted[i] <= sorted[i - 1]) {
                    throw JoinStateCodec.broken("its nonces do not ascend");
                }
            }
            return new NonceSet(sorted, null, size);
        }
        long[] bits = new long[BITMAP_LONGS];
        int count = 0;
        for (int i = 0; i < BITMAP_LONGS; i++) {
            bits[i] = Long.reverse(in.getLong());
            count += Long.bitCount(bits[i]);
        }
        if (count != size) {
            throw JoinStateCodec.broken("its bitmap has " + count + " nonces, want " + size);
        }
        return new NonceSet(new char[0], bits, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NonceSet set
                && Arrays.equals(sorted, set.sorted)
                && Arrays.equals(bitmap, set.bitmap);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sorted) + Arrays.hashCode(bitmap);
    }
}
