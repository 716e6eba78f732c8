package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import java.util.function.UnaryOperator;

/// A device asks for a session (TS001-1.1 §6.2.2): `00 | JoinEUI(8) | DevEUI(8) | DevNonce(2) | MIC(4)`.
public record JoinRequest(Eui64 joinEui, Eui64 devEui, DevNonce devNonce, Mic mic)
        implements Frame {
    private static final int LENGTH_BYTES = 23;

    /// The frame with its MIC (TS001-1.0.4 §6.2.5, TS001-1.1 §6.2.2).
    ///
    /// @param cmac AES-CMAC with the AppKey of a 1.0.x device or the NwkKey of a 1.1 one
    public static JoinRequest signed(
            Eui64 joinEui, Eui64 devEui, DevNonce devNonce, UnaryOperator<Bytes> cmac) {
        Mic mic = Mic.ofCmac(cmac.apply(micInput(joinEui, devEui, devNonce)));
        return new JoinRequest(joinEui, devEui, devNonce, mic);
    }

    static JoinRequest parse(Bytes octets) {
        Mhdr.requireLength("join-request", octets, LENGTH_BYTES);
        return new JoinRequest(
                Eui64.littleEndian(octets.slice(1, 9)),
                Eui64.littleEndian(octets.slice(9, 17)),
                DevNonce.littleEndian(octets.slice(17, 19)),
                Mhdr.mic(octets));
    }

    /// `MHDR | JoinEUI | DevEUI | DevNonce`
    private static Bytes micInput(Eui64 joinEui, Eui64 devEui, DevNonce devNonce) {
        return Bytes.concat(
                Bytes.of(Mhdr.JOIN_REQUEST),
                joinEui.littleEndian(),
                devEui.littleEndian(),
                devNonce.littleEndian());
    }

    /// What the MIC is computed over: all octets before it.
    public Bytes micInput() {
        return micInput(joinEui, devEui, devNonce);
    }

    @Override
    public PhyPayload phyPayload() {
        return new PhyPayload(Bytes.concat(micInput(), mic.octets()));
    }
}
