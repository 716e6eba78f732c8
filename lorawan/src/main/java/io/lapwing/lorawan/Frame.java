package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A LoRaWAN frame: `MHDR | MACPayload | MIC` (TS001-1.1 §4).
///
/// Parsing takes exactly the octets that [#phyPayload] writes, so nothing of a frame is outside its MIC.
public sealed interface Frame permits JoinRequest, RejoinRequest, ProtectedJoinAccept, DataFrame {
    /// The frame as it goes over the air.
    PhyPayload phyPayload();

    /// Reads a frame of any kind but Proprietary.
    ///
    /// @throws Fault `BAD_INPUT`, saying what does not fit
    static Frame parse(PhyPayload phyPayload) {
        Bytes octets = phyPayload.octets();
        int mhdr = octets.at(0);
        if ((mhdr & Mhdr.RESERVED) != 0) {
            throw Fault.badInput(
                    "MHDR "
                            + Bytes.of(mhdr)
                            + " has reserved bits or a major version other than LoRaWAN R1: want 0 in its lower five bits");
        }
        return switch (mhdr) {
            case Mhdr.JOIN_REQUEST -> JoinRequest.parse(octets);
            case Mhdr.JOIN_ACCEPT -> ProtectedJoinAccept.parse(octets);
            case Mhdr.REJOIN_REQUEST -> RejoinRequest.parse(octets);
            case Mhdr.PROPRIETARY ->
                    throw Fault.badInput("Proprietary frame: only LoRaWAN frames are read");
            default -> DataFrame.parse(octets);
        };
    }
}
