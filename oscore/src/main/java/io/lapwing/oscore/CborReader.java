package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/// Reads CBOR values one after the other, and nothing behind the last. Each value has one form, and no other is read
/// (RFC 8949 §4.2.1): no indefinite lengths, no number longer than it needs, the keys of a map in the order of their
/// encodings and each once. Floating-point numbers are not read at all.
///
/// What breaks a rule is a `Fault` of kind `BAD_INPUT`, which says what was read. Each length is held against its bound
/// before anything is made of it.
public final class CborReader {
    /// How deep values of any form may be nested.
    static final int MAX_DEPTH = 8;

    private final Bytes in;
    private int at;

    public CborReader(Bytes octets) {
        in = octets;
    }

    /// From 0 to `largest`.
    public long number(String what, long largest) {
        long value = head(CborType.UNSIGNED, what);
        if (value < 0 || value > largest) {
            throw Fault.badInput(
                    "%s is %s: want 0 to %d".formatted(what, unsigned(value), largest));
        }
        return value;
    }

    /// From `least` to `largest`, below zero too.
    public long integer(String what, long least, long largest) {
        boolean negative = next(what) == CborType.NEGATIVE;
        long head = head(negative ? CborType.NEGATIVE : CborType.UNSIGNED, what);
        long value = negative ? -1 - head : head;
        if (head < 0 || value < least || value > largest) {
            throw Fault.badInput(
                    "%s is %s: want %d to %d"
                            .formatted(what, head < 0 ? "too large" : value, least, largest));
        }
        return value;
    }

    /// ASCII, at most `longest` characters.
    public String text(String what, int longest) {
        byte[] octets = take(what, length(CborType.TEXT, what, 0, longest, "characters")).toArray();
        for (byte octet : octets) {
            if (octet < 0x20 || octet == 0x7F) {
                throw Fault.badInput(what + " is no printable ASCII: want that alone");
            }
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }

    /// Between the lengths, both included.
    public Bytes octets(String what, int shortest, int longest) {
        return take(what, length(CborType.OCTETS, what, shortest, longest, "bytes"));
    }

    /// The length of an array, at most `longest`.
    public int array(String what, int longest) {
        return length(CborType.ARRAY, what, 0, longest, "entries");
    }

    /// A map with numbers as keys.
    ///
    /// @param longest the most entries
    /// @param entry reads the value of the key it is given from this reader
    public void map(String what, int longest, LongConsumer entry) {
        int entries = length(CborType.MAP, what, 0, longest, "entries");
        Bytes before = Bytes.EMPTY;
        for (int i = 0; i < entries; i++) {
            int start = at;
            long key = integer("key of " + what, Long.MIN_VALUE, Long.MAX_VALUE);
            before = requireLater(what, before, in.slice(start, at));
            entry.accept(key);
        }
    }

    /// The number of a tag; the value it belongs to follows.
    public void tag(String what, long tag) {
        long read = head(CborType.TAG, what);
        if (read != tag) {
            throw Fault.badInput(
                    "%s has CBOR tag %s: want %d".formatted(what, unsigned(read), tag));
        }
    }

    /// The value `null`.
    public void nothing(String what) {
        if (head(CborType.SIMPLE, what) != CborType.NULL) {
            throw Fault.badInput(what + " is no null: want that");
        }
    }

    /// Any value, as it is encoded: whole and in its one form, nested at most 8 deep.
    public Bytes value(String what) {
        int start = at;
        skip(what, MAX_DEPTH);
        return in.slice(start, at);
    }

    /// Octets that are no CBOR.
    public Bytes take(String what, int length) {
        if (length > left()) {
            throw Fault.badInput(
                    "%s: %d bytes, %d are left: the message is cut"
                            .formatted(what, length, left()));
        }
        at += length;
        return in.slice(at - length, at);
    }

    /// How many octets are not read yet.
    public int left() {
        return in.length() - at;
    }

    /// There is nothing behind the last value.
    public void end() {
        if (left() != 0) {
            throw Fault.badInput(left() + " bytes after the message: want none");
        }
    }

    /// The type of the value that follows.
    CborType next(String what) {
        if (left() == 0) {
            throw Fault.badInput(what + ": no bytes are left: the message is cut");
        }
        return CborType.of(in.at(at));
    }

    private int length(CborType type, String what, int shortest, int longest, String unit) {
        long length = head(type, what);
        if (length < shortest || length > longest) {
            throw Fault.badInput(
                    shortest == 0
                            ? "%s of %s %s: want at most %d"
                                    .formatted(what, unsigned(length), unit, longest)
                            : "%s of %s %s: want %d to %d"
                                    .formatted(what, unsigned(length), unit, shortest, longest));
        }
        return (int) length;
    }

    private void skip(String what, int depth) {
        if (depth == 0) {
            throw Fault.badInput(what + " is nested deeper than " + MAX_DEPTH);
        }
        CborType type = next(what);
        switch (type) {
            case UNSIGNED, NEGATIVE -> head(type, what);
            case OCTETS -> octets(what, 0, left());
            case TEXT -> requireUtf8(what, take(what, length(type, what, 0, left(), "bytes")));
            case ARRAY -> {
                int entries = array(what, left());
                for (int i = 0; i < entries; i++) {
                    skip(what, depth - 1);
                }
            }
            case MAP -> skipMap(what, depth - 1);
            case TAG -> {
                head(type, what);
                skip(what, depth - 1);
            }
            case SIMPLE -> skipSimple(what);
        }
    }

    private void skipMap(String what, int depth) {
        int entries = length(CborType.MAP, what, 0, left(), "entries");
        Bytes before = Bytes.EMPTY;
        for (int i = 0; i < entries; i++) {
            int start = at;
            skip(what, depth);
            before = requireLater(what, before, in.slice(start, at));
            skip(what, depth);
        }
    }

    private void skipSimple(String what) {
        long value = head(CborType.SIMPLE, what);
        if (value < CborType.FALSE || value > CborType.NULL) {
            throw Fault.badInput(what + " has a simple value: want false, true or null");
        }
    }

    private static Bytes requireLater(String what, Bytes before, Bytes key) {
        if (before.compareTo(key) >= 0) {
            throw Fault.badInput(
                    what + " has a key twice or out of order: want one order (RFC 8949 §4.2.1)");
        }
        return key;
    }

    private static void requireUtf8(String what, Bytes octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toArray()));
        } catch (CharacterCodingException _) {
            throw Fault.badInput(what + " has a text that is no UTF-8: want that alone");
        }
    }

    /// §3; a value from 2^63 on is negative here.
    private long head(CborType type, String what) {
        int first = take(what, 1).at(0);
        if (CborType.of(first) != type) {
            throw Fault.badInput(
                    "%s is of CBOR type %d: want %d".formatted(what, first >>> 5, type.number()));
        }
        int info = first & 0x1F;
        if (info < 24) {
            return info;
        }
        if (info > 27 || type == CborType.SIMPLE) {
            throw Fault.badInput(what + ": of a form that is not deterministic, or no number");
        }
        Bytes octets = take(what, 1 << (info - 24));
        long value = 0;
        for (int i = 0; i < octets.length(); i++) {
            value = (value << 8) | octets.at(i);
        }
        requireShortest(what, info, value);
        return value;
    }

    private static void requireShortest(String what, int info, long value) {
        long below =
                switch (info) {
                    case 24 -> 24;
                    case 25 -> 0x100;
                    case 26 -> 0x1_0000;
                    default -> 0x1_0000_0000L;
                };
        if (Long.compareUnsigned(value, below) < 0) {
            throw Fault.badInput(what + " is written longer than it needs: want one form");
        }
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
