package io.lapwing.safe;

import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/// What a command answers. What is longer than the terminal asked for waits for GET RESPONSE (status `61XX`); it is wiped
/// when it was read, and when any other command comes.
final class Answer {
    static final short MOST = 512;

    private final byte[] octets = JCSystem.makeTransientByteArray(MOST, JCSystem.CLEAR_ON_DESELECT);
    private final short[] bounds =
            JCSystem.makeTransientShortArray((short) 2, JCSystem.CLEAR_ON_DESELECT);

    private static final short FROM = 0;
    private static final short END = 1;

    /// Where a command writes its answer, from the beginning.
    byte[] octets() {
        return octets;
    }

    void wipe() {
        Util.arrayFillNonAtomic(octets, (short) 0, MOST, (byte) 0);
        bounds[FROM] = 0;
        bounds[END] = 0;
    }

    /// Adds a TLV with one octet.
    void add(byte tag, byte value) {
        short end = bounds[END];
        octets[end] = tag;
        octets[(short) (end + 1)] = 1;
        octets[(short) (end + 2)] = value;
        bounds[END] = (short) (end + 3);
    }

    /// Adds one octet.
    void addOctet(byte octet) {
        octets[bounds[END]] = octet;
        bounds[END]++;
    }

    /// Says how long what was written is.
    void end(short length) {
        bounds[END] = length;
    }

    short end() {
        return bounds[END];
    }

    boolean isWaiting() {
        return bounds[FROM] < bounds[END];
    }

    /// Sends as much as the terminal takes.
    void send(APDU apdu) {
        short taken = apdu.setOutgoing();
        short left = (short) (bounds[END] - bounds[FROM]);
        short size = taken < left ? taken : left;
        apdu.setOutgoingLength(size);
        apdu.sendBytesLong(octets, bounds[FROM], size);
        bounds[FROM] = (short) (bounds[FROM] + size);
        short rest = (short) (left - size);
        if (rest > 0) {
            short told = rest > 0xff ? 0 : rest;
            ISOException.throwIt((short) (ISO7816.SW_BYTES_REMAINING_00 | told));
        }
        wipe();
    }
}
