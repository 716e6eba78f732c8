package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.ByteArrayOutputStream;

/// CBOR (RFC 8949), as much as the messages need: unsigned and negative numbers, octet strings, and heads of arrays.
/// Deterministic encoding (§4.2.1): each value has one form, and no other is read.
final class Cbor {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int OCTETS = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;

    private Cbor() {}

    static Writer writer() {
        return new Writer();
    }

    static Reader reader(Bytes octets) {
        return new Reader(octets);
    }

    /// Values, one after the other.
    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer number(long value) {
            return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, -1 - value);
        }

        Writer octets(Bytes octets) {
            head(OCTETS, octets.length());
            out.writeBytes(octets.toArray());
            return this;
        }

        /// ASCII.
        Writer text(String text) {
            head(TEXT, text.length());
            out.writeBytes(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return this;
        }

        Writer array(int length) {
            return head(ARRAY, length);
        }

        /// What is already encoded.
        Writer raw(Bytes encoded) {
            out.writeBytes(encoded.toArray());
            return this;
        }

        Bytes done() {
            return Bytes.of(out.toByteArray());
        }

        private Writer head(int major, long value) {
            if (value < 24) {
                out.write((major << 5) | (int) value);
            } else {
                int size = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFF_FFFFL ? 2 : 3;
                out.write((major << 5) | (24 + size));
                for (int shift = (8 << size) - 8; shift >= 0; shift -= 8) {
                    out.write((int) (value >>> shift));
                }
            }
            return this;
        }
    }

    /// Values, one after the other, and nothing behind the last.
    static final class Reader {
        private final Bytes in;
        private int at;

        private Reader(Bytes in) {
            this.in = in;
        }

        /// From 0 to `largest`.
        long number(String what, long largest) {
            long value = head(UNSIGNED, what);
            if (value < 0 || value > largest) {
                throw Fault.badInput(what + " is " + value + ": want 0 to " + largest);
            }
            return value;
        }

        /// From `least` to `largest`, below zero too.
        long integer(String what, long least, long largest) {
            int first = in.at(requireMore(what));
            boolean negative = first >>> 5 == NEGATIVE;
            long head = head(negative ? NEGATIVE : UNSIGNED, what);
            long value = negative ? -1 - head : head;
            if (head < 0 || value < least || value > largest) {
                throw Fault.badInput(
                        "%s is %s: want %d to %d"
                                .formatted(what, head < 0 ? "too large" : value, least, largest));
            }
            return value;
        }

        private int requireMore(String what) {
            if (left() == 0) {
                throw Fault.badInput(what + ": no bytes are left: the message is cut");
            }
            return at;
        }

        /// ASCII, at most `longest` characters.
        String text(String what, int longest) {
            long length = head(TEXT, what);
            if (length < 0 || length > longest) {
                throw Fault.badInput(
                        "%s of %d characters: want at most %d".formatted(what, length, longest));
            }
            byte[] octets = take(what, (int) length).toArray();
            for (byte octet : octets) {
                if (octet < 0x20 || octet == 0x7F) {
                    throw Fault.badInput(what + " is no printable ASCII: want that alone");
                }
            }
            return new String(octets, java.nio.charset.StandardCharsets.US_ASCII);
        }

        /// Between the lengths, both included.
        Bytes octets(String what, int shortest, int longest) {
            long length = head(OCTETS, what);
            if (length < shortest || length > longest) {
                throw Fault.badInput(
                        "%s of %d bytes: want %d to %d".formatted(what, length, shortest, longest));
            }
            return take(what, (int) length);
        }

        /// The length of an array, at most `longest`.
        int array(String what, int longest) {
            long length = head(ARRAY, what);
            if (length < 0 || length > longest) {
                throw Fault.badInput(
                        "%s of %d entries: want at most %d".formatted(what, length, longest));
            }
            return (int) length;
        }

        /// Octets that are no CBOR.
        Bytes take(String what, int length) {
            if (length > in.length() - at) {
                throw Fault.badInput(
                        "%s: %d bytes, %d are left: the message is cut"
                                .formatted(what, length, in.length() - at));
            }
            at += length;
            return in.slice(at - length, at);
        }

        int left() {
            return in.length() - at;
        }

        void end() {
            if (at != in.length()) {
                throw Fault.badInput(left() + " bytes after the message: want none");
            }
        }

        private long head(int major, String what) {
            int first = take(what, 1).at(0);
            if (first >>> 5 != major) {
                throw Fault.badInput(
                        "%s is of CBOR type %d: want %d".formatted(what, first >>> 5, major));
            }
            int info = first & 0x1F;
            if (info < 24) {
                return info;
            }
            if (info > 27) {
                throw Fault.badInput(what + ": length of a form that is not deterministic");
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
    }
}
