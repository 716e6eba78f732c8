package io.lapwing.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable string of octets, compared by value in constant time for equal lengths.
///
/// Public octets only: identifiers, frames, ciphertext, tags. A key is a [Secret].
/// `toString` is upper-case hexadecimal, the notation of the LoRaWAN specifications.
public final class Bytes implements Comparable<Bytes> {
    /// No octets.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    /// A copy of the given octets.
    public static Bytes of(byte... octets) {
        return new Bytes(octets.clone());
    }

    /// The octets whose low eight bits are given: `Bytes.of(0x20, 0x01)`.
    public static Bytes of(int first, int... rest) {
        byte[] octets = new byte[1 + rest.length];
        octets[0] = (byte) first;
        for (int i = 0; i < rest.length; i++) {
            octets[i + 1] = (byte) rest[i];
        }
        return new Bytes(octets);
    }

    /// A copy of all octets of native memory.
    public static Bytes of(MemorySegment octets) {
        return new Bytes(octets.toArray(ValueLayout.JAVA_BYTE));
    }

    /// The octets written in hexadecimal, in either case.
    public static Bytes hex(String digits) {
        try {
            return new Bytes(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException _) {
            throw Fault.badInput("not an even number of hexadecimal digits: want 0-9, a-f, A-F");
        }
    }

    /// All parts, one after the other.
    public static Bytes concat(Bytes... parts) {
        int length = 0;
        for (Bytes part : parts) {
            length += part.octets.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.octets, 0, joined, at, part.octets.length);
            at += part.octets.length;
        }
        return new Bytes(joined);
    }

    public int length() {
        return octets.length;
    }

    /// The octet at `index`, 0 to 255.
    public int at(int index) {
        return octets[index] & 0xff;
    }

    /// The octets from `start` inclusive to `end` exclusive.
    public Bytes slice(int start, int end) {
        return new Bytes(Arrays.copyOfRange(octets, start, end));
    }

    /// The same octets, last first: turns wire order into the order people write.
    public Bytes reversed() {
        byte[] turned = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            turned[i] = octets[octets.length - 1 - i];
        }
        return new Bytes(turned);
    }

    /// Copies the octets from `start` inclusive to `end` exclusive to the beginning of `target`.
    public void copyTo(MemorySegment target, int start, int end) {
        MemorySegment.copy(octets, start, target, ValueLayout.JAVA_BYTE, 0, end - start);
    }

    /// A copy that the caller may change.
    public byte[] toArray() {
        return octets.clone();
    }

    /// Upper-case hexadecimal.
    public String toHex() {
        return HEX.formatHex(octets);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && MessageDigest.isEqual(octets, bytes.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
