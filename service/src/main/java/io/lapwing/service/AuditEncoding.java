package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The one octet string that stands for an audit record in the tree.
///
/// ```
/// record  = 0x01, seconds, nanos, actor, action, object, outcome, count, count × (name, value)
/// seconds = number, zigzag: seconds since 1970 (the sign in the lowest bit)
/// nanos, count = number
/// actor … value = number (octets), UTF-8
/// number  = 7 bits an octet, the lowest first, the high bit set in all but the last; no leading zeros
/// ```
///
/// Details are in the order of their names' UTF-16 units. Equal events have equal encodings, and an encoding tells
/// where it ends, so that records can follow one another.
public final class AuditEncoding {
    private static final int VERSION = 1;
    private static final int MAX_NUMBER_BITS = 63;

    /// Actor, action, object, outcome.
    private static final int TEXTS = 4;

    private AuditEncoding() {}

    public static Bytes encode(AuditEvent event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(VERSION);
        Instant at = event.at();
        long seconds = at.getEpochSecond();
        int nanos = at.getNano();
        writeNumber(out, (seconds << 1) ^ (seconds >> 63));
        writeNumber(out, nanos);
        writeText(out, event.actor());
        writeText(out, event.action());
        writeText(out, event.object());
        writeText(out, event.outcome());
        writeNumber(out, event.details().size());
        for (Map.Entry<String, String> detail : event.details().entrySet()) {
            writeText(out, detail.getKey());
            writeText(out, detail.getValue());
        }
        return Bytes.of(out.toByteArray());
    }

    /// Reads one record at the buffer's position and moves it behind the record.
    ///
    /// @throws Fault `TAMPERED` unless the octets are the canonical encoding of an event
    public static AuditEvent decode(ByteBuffer in) {
        int start = in.position();
        try {
            AuditEvent event = read(in);
            byte[] taken = new byte[in.position() - start];
            in.get(start, taken);
            if (!encode(event).equals(Bytes.of(taken))) {
                throw damaged("it is not in canonical form", null);
            }
            return event;
        } catch (BufferUnderflowException e) {
            throw damaged("it is cut short", e);
        } catch (CharacterCodingException e) {
            throw damaged("a text is not UTF-8", e);
        } catch (DateTimeException | ArithmeticException e) {
            throw damaged("its time is out of range", e);
        } catch (Fault fault) {
            throw fault.kind() == Fault.Kind.TAMPERED
                    ? fault
                    : damaged("a field breaks its bound", fault);
        }
    }

    /// Moves the buffer behind the record at its position, without looking at what the record says.
    ///
    /// @throws Fault `TAMPERED` when the octets are no record
    public static void skip(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                throw damaged("its encoding is unknown", null);
            }
            long _ = readNumber(in);
            long _ = readNumber(in);
            for (int i = 0; i < TEXTS; i++) {
                skipText(in);
            }
            long details = readNumber(in);
            for (long i = 0; i < 2 * details; i++) {
                skipText(in);
            }
        } catch (BufferUnderflowException e) {
            throw damaged("it is cut short", e);
        }
    }

    private static void skipText(ByteBuffer in) {
        long length = readNumber(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + (int) length);
    }

    private static AuditEvent read(ByteBuffer in) throws CharacterCodingException {
        int version = in.get();
        if (version != VERSION) {
            throw damaged("encoding %d: want %d".formatted(version, VERSION), null);
        }
        long zigzag = readNumber(in);
        long seconds = (zigzag >>> 1) ^ -(zigzag & 1);
        Instant at = Instant.ofEpochSecond(seconds, readNumber(in));
        String actor = readText(in);
        String action = readText(in);
        String object = readText(in);
        String outcome = readText(in);
        long count = readNumber(in);
        if (count > AuditEvent.MAX_DETAILS) {
            throw damaged("it has %d details".formatted(count), null);
        }
        SortedMap<String, String> details = new TreeMap<>();
        for (long i = 0; i < count; i++) {
            details.put(readText(in), readText(in));
        }
        return new AuditEvent(at, actor, action, object, outcome, details);
    }

    private static void writeNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        writeNumber(out, octets.length);
        out.writeBytes(octets);
    }

    private static long readNumber(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < MAX_NUMBER_BITS; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw damaged("a number has more than 63 bits", null);
    }

    private static String readText(ByteBuffer in) throws CharacterCodingException {
        long length = readNumber(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer text = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    }

    private static Fault damaged(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "audit record is damaged: " + why + "; run lapwing admin audit verify";
        return cause == null
                ? new Fault(Fault.Kind.TAMPERED, message)
                : new Fault(Fault.Kind.TAMPERED, message, cause);
    }
}
