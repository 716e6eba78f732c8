package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.Direction;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.Keying;

/// An application server's side of a session: it has the AppSKey and reads what the owner may read.
///
/// LoRaWAN gives it no MIC of its own: whether a payload is authentic is what the network server says.
public final class ApplicationSession {
    private final DevAddr devAddr;
    private final FrameCrypto crypto;

    public ApplicationSession(DevAddr devAddr, SessionKeys keys) {
        this.devAddr = devAddr;
        // Payloads of an application are encrypted alike in both keyings (TS001-1.1 §4.3.3).
        crypto = new FrameCrypto(keys, Keying.AS_1_0);
    }

    /// The payload of an uplink, in the clear.
    ///
    /// @param port 1 or more
    public Bytes open(FCnt fCnt, FPort port, Bytes payload) {
        return crypto.payload(Direction.UP, devAddr, fCnt, applications(port), payload);
    }

    /// The payload for a downlink, encrypted.
    ///
    /// @param port 1 or more
    public Bytes seal(FCnt fCnt, FPort port, Bytes payload) {
        return crypto.payload(Direction.DOWN, devAddr, fCnt, applications(port), payload);
    }

    private static FPort applications(FPort port) {
        if (port.isCommands()) {
            throw Fault.badInput("FPort 0 at an application server: want 1 or more");
        }
        return port;
    }
}
