package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// The first octet of a frame: MType (3 bits), RFU (3), Major (2), of which only LoRaWAN R1, 0, exists (TS001-1.1 §4.2).
final class Mhdr {
    static final int JOIN_REQUEST = 0x00;
    static final int JOIN_ACCEPT = 0x20;
    static final int UNCONFIRMED_UP = 0x40;
    static final int UNCONFIRMED_DOWN = 0x60;
    static final int CONFIRMED_UP = 0x80;
    static final int CONFIRMED_DOWN = 0xa0;
    static final int REJOIN_REQUEST = 0xc0;
    static final int PROPRIETARY = 0xe0;

    /// RFU and Major.
    static final int RESERVED = 0x1f;

    private Mhdr() {}

    static void requireLength(String what, Bytes octets, int lengthBytes) {
        if (octets.length() != lengthBytes) {
            throw Fault.badInput(
                    what + " of " + octets.length() + " bytes: want exactly " + lengthBytes);
        }
    }

    /// The last four octets.
    static Mic mic(Bytes octets) {
        return new Mic(octets.slice(octets.length() - Mic.LENGTH_BYTES, octets.length()));
    }
}
