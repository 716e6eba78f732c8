package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;

/// One field of an IoT SAFE command or answer: a tag of one octet, a length of one (of two for a signature), a value.
///
/// @param value at most 255 octets
record SafeTlv(int tag, Bytes value) {
    static final int SIGNATURE = 0x33;
    private static final int MAX_BYTES = 0xff;

    SafeTlv {
        if (value.length() > MAX_BYTES) {
            throw Fault.badInput(
                    "field %02X of %d bytes: want at most %d"
                            .formatted(tag, value.length(), MAX_BYTES));
        }
    }

    static SafeTlv octet(int tag, int value) {
        return new SafeTlv(tag, Bytes.of(value));
    }

    /// The octets of fields, in their order.
    static Bytes encode(SafeTlv... fields) {
        Bytes all = Bytes.EMPTY;
        for (SafeTlv field : fields) {
            Bytes header =
                    field.tag == SIGNATURE
                            ? Bytes.of(field.tag, 0, field.value.length())
                            : Bytes.of(field.tag, field.value.length());
            all = Bytes.concat(all, header, field.value);
        }
        return all;
    }

    /// Reads octets that are fields and nothing else.
    ///
    /// @throws Fault `TAMPERED` for what is cut or has something left over
    static List<SafeTlv> parse(Bytes octets) {
        List<SafeTlv> fields = new ArrayList<>();
        int at = 0;
        while (at < octets.length()) {
            int tag = octets.at(at);
            int header = tag == SIGNATURE ? 3 : 2;
            if (octets.length() - at < header || (header == 3 && octets.at(at + 1) != 0)) {
                throw cut(tag);
            }
            int length = octets.at(at + header - 1);
            int start = at + header;
            if (length > octets.length() - start) {
                throw cut(tag);
            }
            fields.add(new SafeTlv(tag, octets.slice(start, start + length)));
            at = start + length;
        }
        return List.copyOf(fields);
    }

    /// The value of the one field there is, of `length` octets.
    static Bytes only(Bytes octets, int tag, int length) {
        List<SafeTlv> fields = parse(octets);
        if (fields.size() != 1
                || fields.getFirst().tag != tag
                || fields.getFirst().value.length() != length) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the card's answer is not one field %02X of %d bytes".formatted(tag, length));
        }
        return fields.getFirst().value;
    }

    private static Fault cut(int tag) {
        return new Fault(
                Fault.Kind.TAMPERED, "the card's answer ends in its field %02X".formatted(tag));
    }
}
