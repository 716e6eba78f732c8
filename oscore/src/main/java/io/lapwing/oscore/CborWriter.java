package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes CBOR values one after the other, each in its one deterministic form (RFC 8949 §4.2.1).
///
/// The heads of arrays, maps and tags are written as such: how many values follow, and in which order the keys of a map
/// do, is up to the caller.
public final class CborWriter {
    private static final int FIRST_BYTES = 64;

    private byte[] out = new byte[FIRST_BYTES];
    private int length;

    public CborWriter number(long value) {
        return value >= 0 ? head(CborType.UNSIGNED, value) : head(CborType.NEGATIVE, -1 - value);
    }

    public CborWriter octets(Bytes octets) {
        return head(CborType.OCTETS, octets.length()).raw(octets);
    }

    /// ASCII.
    public CborWriter text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return head(CborType.TEXT, octets.length).raw(Bytes.of(octets));
    }

    public CborWriter array(int length) {
        return head(CborType.ARRAY, length);
    }

    /// The head of a map.
    ///
    /// @param entries pairs of a key and a value
    public CborWriter map(int entries) {
        return head(CborType.MAP, entries);
    }

    public CborWriter tag(long tag) {
        return head(CborType.TAG, tag);
    }

    /// The value `null`.
    public CborWriter nothing() {
        return head(CborType.SIMPLE, CborType.NULL);
    }

    /// What is already encoded.
    public CborWriter raw(Bytes encoded) {
        byte[] octets = encoded.toArray();
        room(octets.length);
        System.arraycopy(octets, 0, out, length, octets.length);
        length += octets.length;
        return this;
    }

    public Bytes done() {
        return Bytes.of(Arrays.copyOf(out, length));
    }

    private CborWriter head(CborType type, long value) {
        int major = type.number() << 5;
        if (value >= 0 && value < 24) {
            return octet(major | (int) value);
        }
        int size = sizeOf(value);
        octet(major | (24 + size));
        for (int shift = (8 << size) - 8; shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
        return this;
    }

    /// The power of two of octets.
    private static int sizeOf(long value) {
        if (value >>> 32 != 0) {
            return 3;
        }
        return value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : 2;
    }

    private CborWriter octet(int octet) {
        room(1);
        out[length++] = (byte) octet;
        return this;
    }

    private void room(int octets) {
        if (length + octets > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + octets));
        }
    }
}
