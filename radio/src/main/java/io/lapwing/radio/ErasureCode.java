package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A systematic erasure code: of `count` data shares and any number of parity shares, any `count` give the data back.
///
/// The octets at one place of all data shares are multiplied by a Cauchy matrix over GF(2^8), every square part of which can
/// be inverted (Blömer et al., "An XOR-based erasure-resilient coding scheme", ICSI TR-95-048, 1995, §4). The field is the one of
/// QR codes, x⁸+x⁴+x³+x²+1.
final class ErasureCode {
    private static final int POLYNOMIAL = 0x11d;
    private static final int ORDER = 255;

    /// Rows of the matrix are numbered from here, columns from 0: no two are the same field element.
    private static final int FIRST_ROW = 128;

    private static final int[] POWERS = powers();
    private static final int[] LOGARITHMS = logarithms();

    private ErasureCode() {}

    private static int[] powers() {
        int[] powers = new int[2 * ORDER];
        int value = 1;
        for (int i = 0; i < powers.length; i++) {
            powers[i] = value;
            value <<= 1;
            if (value > ORDER) {
                value ^= POLYNOMIAL;
            }
        }
        return powers;
    }

    private static int[] logarithms() {
        int[] logarithms = new int[ORDER + 1];
        for (int i = 0; i < ORDER; i++) {
            logarithms[POWERS[i]] = i;
        }
        return logarithms;
    }

    /// Computes parity shares.
    ///
    /// @param data shares of one length
    /// @return so many parity shares of that length
    static List<Bytes> parity(List<Bytes> data, int parity) {
        List<Bytes> shares = new ArrayList<>();
        for (int row = 0; row < parity; row++) {
            byte[] sum = new byte[data.getFirst().length()];
            for (int column = 0; column < data.size(); column++) {
                add(sum, coefficient(row, column), data.get(column));
            }
            shares.add(Bytes.of(sum));
        }
        return shares;
    }

    /// The data shares.
    ///
    /// @param shares at least `count` of one length, by their index: data from 0, parity from `count`
    static List<Bytes> recovered(int count, Map<Integer, Bytes> shares) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!shares.containsKey(i)) {
                missing.add(i);
            }
        }
        List<Integer> rows =
                shares.keySet().stream()
                        .filter(index -> index >= count)
                        .map(index -> index - count)
                        .sorted()
                        .limit(missing.size())
                        .toList();
        List<byte[]> found = solved(rows, missing, remainders(count, rows, shares));
        List<Bytes> data = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bytes share = shares.get(i);
            data.add(share != null ? share : Bytes.of(found.get(missing.indexOf(i))));
        }
        return data;
    }

    /// What the parity shares are without the data shares that are known.
    private static List<byte[]> remainders(
            int count, List<Integer> rows, Map<Integer, Bytes> shares) {
        List<byte[]> remainders = new ArrayList<>();
        for (int row : rows) {
            byte[] sum = shares.getOrDefault(count + row, Bytes.EMPTY).toArray();
            shares.forEach((column, share) -> {
                if (column < count) {
                    add(sum, coefficient(row, column), share);
                }
            });
            remainders.add(sum);
        }
        return remainders;
    }

    /// Gauss and Jordan's elimination; no pivot is ever zero, as every part of a Cauchy matrix can be inverted.
    private static List<byte[]> solved(
            List<Integer> rows, List<Integer> columns, List<byte[]> right) {
        int size = rows.size();
        int[][] left = new int[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                left[i][j] = coefficient(rows.get(i), columns.get(j));
            }
        }
        for (int pivot = 0; pivot < size; pivot++) {
            scale(left[pivot], right.get(pivot), inverse(left[pivot][pivot]));
            for (int i = 0; i < size; i++) {
                if (i != pivot) {
                    int factor = left[i][pivot];
                    for (int j = 0; j < size; j++) {
                        left[i][j] ^= product(factor, left[pivot][j]);
                    }
                    add(right.get(i), factor, Bytes.of(right.get(pivot)));
                }
            }
        }
        return right;
    }

    private static void scale(int[] row, byte[] octets, int factor) {
        Arrays.setAll(row, j -> product(factor, row[j]));
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) product(factor, octets[i] & 0xff);
        }
    }

    private static void add(byte[] sum, int factor, Bytes share) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] ^= (byte) product(factor, share.at(i));
        }
    }

    private static int coefficient(int row, int column) {
        return inverse((FIRST_ROW + row) ^ column);
    }

    private static int product(int a, int b) {
        return a == 0 || b == 0 ? 0 : POWERS[LOGARITHMS[a] + LOGARITHMS[b]];
    }

    private static int inverse(int a) {
        return POWERS[ORDER - LOGARITHMS[a]];
    }
}
