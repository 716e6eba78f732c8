package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A join-accept as it goes over the air: `20 |` one or two AES blocks (TS001-1.1 §6.2.3).
///
/// The Join Server makes the blocks with AES *decryption*, so that a device needs encryption only.
///
/// @param blocks 16 octets, or 32 with a channel list
public record ProtectedJoinAccept(Bytes blocks) implements Frame {
    private static final int SHORT_BYTES = 16;
    private static final int LONG_BYTES = 32;

    public ProtectedJoinAccept {
        if (blocks.length() != SHORT_BYTES && blocks.length() != LONG_BYTES) {
            throw Fault.badInput(
                    "join-accept of "
                            + (blocks.length() + 1)
                            + " bytes: want 17, or 33 with a CFList");
        }
    }

    static ProtectedJoinAccept parse(Bytes octets) {
        return new ProtectedJoinAccept(octets.slice(1, octets.length()));
    }

    @Override
    public PhyPayload phyPayload() {
        return new PhyPayload(Bytes.concat(Bytes.of(Mhdr.JOIN_ACCEPT), blocks));
    }
}
