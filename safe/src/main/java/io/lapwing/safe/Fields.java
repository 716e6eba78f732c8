package io.lapwing.safe;

import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/// The TLVs of one command, read strictly: each tag is one that the command takes, stands once, and nothing is left over.
/// Lengths are of one octet, that of a signature of two (IoT.05).
final class Fields {
    /// More than any command takes.
    private static final short MOST = 4;

    private static final short ABSENT = -1;

    private final short[] at = JCSystem.makeTransientShortArray(MOST, JCSystem.CLEAR_ON_RESET);
    private final short[] lengths = JCSystem.makeTransientShortArray(MOST, JCSystem.CLEAR_ON_RESET);

    /// Takes the command's data, whole: `6700` when there is less or more than Lc says. One piece, since the applet takes no
    /// extended lengths.
    static short data(APDU apdu) {
        short length = apdu.setIncomingAndReceive();
        if (length != (short) (apdu.getBuffer()[ISO7816.OFFSET_LC] & 0xff)) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        return length;
    }

    /// Takes the command's data as TLVs of these tags.
    byte[] read(APDU apdu, byte[] tags) {
        short length = data(apdu);
        read(apdu.getBuffer(), ISO7816.OFFSET_CDATA, length, tags);
        return apdu.getBuffer();
    }

    static void requireP(APDU apdu, byte p1, byte p2) {
        byte[] buffer = apdu.getBuffer();
        if (buffer[ISO7816.OFFSET_P1] != p1 || buffer[ISO7816.OFFSET_P2] != p2) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
    }

    /// An id of one octet.
    byte id(byte[] buffer, short field) {
        return buffer[at(field, (short) 1)];
    }

    /// Reads `length` octets from `offset`; `6A80` when they are anything but TLVs of `tags`.
    private void read(byte[] octets, short offset, short length, byte[] tags) {
        for (short i = 0; i < MOST; i++) {
            at[i] = ABSENT;
            lengths[i] = 0;
        }
        short end = (short) (offset + length);
        short here = offset;
        while (here < end) {
            short field = index(octets[here], tags);
            short header = (short) (octets[here] == Tag.SIGNATURE ? 3 : 2);
            if (at[field] != ABSENT || (short) (end - here) < header) {
                throw wrong();
            }
            short size =
                    header == 3
                            ? Util.getShort(octets, (short) (here + 1))
                            : (short) (octets[(short) (here + 1)] & 0xff);
            here = (short) (here + header);
            if (size < 0 || size > (short) (end - here)) {
                throw wrong();
            }
            at[field] = here;
            lengths[field] = size;
            here = (short) (here + size);
        }
    }

    private static short index(byte tag, byte[] tags) {
        for (short i = 0; i < (short) tags.length; i++) {
            if (tags[i] == tag) {
                return i;
            }
        }
        throw wrong();
    }

    boolean has(short field) {
        return at[field] != ABSENT;
    }

    /// Where the value begins; `6A80` when the field is not there.
    short at(short field) {
        if (at[field] == ABSENT) {
            throw wrong();
        }
        return at[field];
    }

    short length(short field) {
        return lengths[field];
    }

    /// Where the value of exactly `length` octets begins.
    short at(short field, short length) {
        if (lengths[field] != length) {
            throw wrong();
        }
        return at(field);
    }

    /// `6A80`, incorrect data. The card does not return from its own throw: the type lets callers say `throw`.
    static ISOException wrong() {
        ISOException.throwIt(ISO7816.SW_WRONG_DATA);
        return new ISOException(ISO7816.SW_WRONG_DATA);
    }
}
