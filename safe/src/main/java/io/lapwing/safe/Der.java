package io.lapwing.safe;

import javacard.framework.Util;

/// ECDSA signatures between the DER of the Java Card API (SEC 1 §C.5) and the `r | s` of IoT.05.
final class Der {
    static final short RAW_BYTES = 64;

    /// Two integers of 33 octets at most, with their headers and that of the sequence.
    static final short MOST_BYTES = 72;

    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;

    private Der() {}

    /// Writes the `r | s` of a signature that this card made.
    static void toRaw(byte[] der, short offset, byte[] raw, short rawAt) {
        Util.arrayFillNonAtomic(raw, rawAt, RAW_BYTES, (byte) 0);
        short next = integer(der, (short) (offset + 2), raw, rawAt);
        integer(der, next, raw, (short) (rawAt + P256.FIELD_BYTES));
    }

    /// Copies an integer without its leading zero to the right end of a field; says where the next begins.
    private static short integer(byte[] der, short offset, byte[] raw, short fieldAt) {
        short length = der[(short) (offset + 1)];
        short from = (short) (offset + 2);
        short end = (short) (from + length);
        if (length > P256.FIELD_BYTES) {
            from++;
            length--;
        }
        Util.arrayCopyNonAtomic(
                der, from, raw, (short) (fieldAt + P256.FIELD_BYTES - length), length);
        return end;
    }

    /// Writes the shortest DER of `r | s`; says how long it is.
    static short fromRaw(byte[] raw, short rawAt, byte[] der, short offset) {
        short end = encode(raw, rawAt, der, (short) (offset + 2));
        end = encode(raw, (short) (rawAt + P256.FIELD_BYTES), der, end);
        der[offset] = SEQUENCE;
        der[(short) (offset + 1)] = (byte) (end - offset - 2);
        return (short) (end - offset);
    }

    private static short encode(byte[] raw, short fieldAt, byte[] der, short offset) {
        short from = fieldAt;
        short end = (short) (fieldAt + P256.FIELD_BYTES);
        while (from < (short) (end - 1) && raw[from] == 0) {
            from++;
        }
        short length = (short) (end - from);
        short at = (short) (offset + 2);
        if (raw[from] < 0) {
            der[at] = 0;
            at++;
            length++;
        }
        der[offset] = INTEGER;
        der[(short) (offset + 1)] = (byte) length;
        Util.arrayCopyNonAtomic(raw, from, der, at, (short) (end - from));
        return (short) (offset + 2 + length);
    }
}
