package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A 1.1 device asks for a new session beside the one it has (TS001-1.1 §6.2.4).
public sealed interface RejoinRequest extends Frame {
    Eui64 devEui();

    RejoinCount count();

    Mic mic();

    JoinType type();

    /// What this frame's MIC is computed over: all of it before the MIC.
    Bytes micInput();

    @Override
    default PhyPayload phyPayload() {
        return new PhyPayload(Bytes.concat(micInput(), mic().octets()));
    }

    /// Type 0 or 2 (TS001-1.1 §6.2.4.1): `C0 | type(1) | NetID(3) | DevEUI(8) | RJcount0(2) | MIC(4)`, MIC with the
    /// SNwkSIntKey of the session it has.
    ///
    /// @param type `REJOIN_0` or `REJOIN_2`
    record InSession(JoinType type, NetId netId, Eui64 devEui, RejoinCount count, Mic mic)
            implements RejoinRequest {
        private static final int LENGTH_BYTES = 19;

        public InSession {
            if (type != JoinType.REJOIN_0 && type != JoinType.REJOIN_2) {
                throw Fault.badInput(
                        "rejoin-request " + type + " with a NetID: want REJOIN_0 or REJOIN_2");
            }
        }

        private static InSession parse(JoinType type, Bytes octets) {
            Mhdr.requireLength("rejoin-request of type " + octets.at(1), octets, LENGTH_BYTES);
            return new InSession(
                    type,
                    NetId.littleEndian(octets.slice(2, 5)),
                    Eui64.littleEndian(octets.slice(5, 13)),
                    RejoinCount.littleEndian(octets.slice(13, 15)),
                    Mhdr.mic(octets));
        }

        /// `MHDR | type | NetID | DevEUI | RJcount0`.
        public static Bytes micInput(JoinType type, NetId netId, Eui64 devEui, RejoinCount count) {
            return Bytes.concat(
                    Bytes.of(Mhdr.REJOIN_REQUEST, type.code()),
                    netId.littleEndian(),
                    devEui.littleEndian(),
                    count.littleEndian());
        }

        @Override
        public Bytes micInput() {
            return micInput(type, netId, devEui, count);
        }
    }

    /// Type 1 (TS001-1.1 §6.2.4.2): `C0 | 01 | JoinEUI(8) | DevEUI(8) | RJcount1(2) | MIC(4)`, MIC with the JSIntKey.
    record Anew(Eui64 joinEui, Eui64 devEui, RejoinCount count, Mic mic) implements RejoinRequest {
        private static final int LENGTH_BYTES = 24;

        private static Anew parse(Bytes octets) {
            Mhdr.requireLength("rejoin-request of type 1", octets, LENGTH_BYTES);
            return new Anew(
                    Eui64.littleEndian(octets.slice(2, 10)),
                    Eui64.littleEndian(octets.slice(10, 18)),
                    RejoinCount.littleEndian(octets.slice(18, 20)),
                    Mhdr.mic(octets));
        }

        @Override
        public JoinType type() {
            return JoinType.REJOIN_1;
        }

        /// `MHDR | 01 | JoinEUI | DevEUI | RJcount1`.
        public static Bytes micInput(Eui64 joinEui, Eui64 devEui, RejoinCount count) {
            return Bytes.concat(
                    Bytes.of(Mhdr.REJOIN_REQUEST, JoinType.REJOIN_1.code()),
                    joinEui.littleEndian(),
                    devEui.littleEndian(),
                    count.littleEndian());
        }

        @Override
        public Bytes micInput() {
            return micInput(joinEui, devEui, count);
        }
    }

    static RejoinRequest parse(Bytes octets) {
        if (octets.length() < 2) {
            throw Fault.badInput("rejoin-request of 1 byte: want 19 or 24");
        }
        return switch (octets.at(1)) {
            case 0 -> InSession.parse(JoinType.REJOIN_0, octets);
            case 1 -> Anew.parse(octets);
            case 2 -> InSession.parse(JoinType.REJOIN_2, octets);
            default ->
                    throw Fault.badInput(
                            "rejoin-request of type " + octets.at(1) + ": want 0, 1 or 2");
        };
    }
}
