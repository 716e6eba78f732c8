package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.Direction;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.SessionKeyType;

/// MIC and encryption of data frames, the same for a device and for the servers it talks to (TS001-1.1 §4.3.3, §4.4).
final class FrameCrypto {
    private final SessionKeys keys;
    private final Keying keying;

    FrameCrypto(SessionKeys keys, Keying keying) {
        this.keys = keys;
        this.keying = keying;
    }

    Keying keying() {
        return keying;
    }

    /// The MIC of a frame whose contents are encrypted already.
    ///
    /// @param acknowledged the counter of the confirmed frame that ACK refers to
    /// @param transmission how an uplink was sent; means nothing to a downlink
    Mic mic(DataFrame.Body body, FCnt fCnt, FCnt acknowledged, Transmission transmission) {
        return switch (keying) {
            case AS_1_0 -> Mic.ofCmac(forwarding(body, fCnt));
            case AS_1_1 ->
                    switch (body.direction()) {
                        case UP ->
                                FrameBlocks.uplinkMic11(
                                        serving(
                                                FrameBlocks.uplinkMicInput11(
                                                        body, fCnt, acknowledged, transmission)),
                                        forwarding(body, fCnt));
                        case DOWN ->
                                Mic.ofCmac(
                                        serving(
                                                FrameBlocks.downlinkMicInput11(
                                                        body, fCnt, acknowledged)));
                    };
        };
    }

    private Bytes forwarding(DataFrame.Body body, FCnt fCnt) {
        return keys.cmac(SessionKeyType.F_NWK_S_INT_KEY, FrameBlocks.micInput(body, fCnt));
    }

    private Bytes serving(Bytes micInput) {
        return keys.cmac(SessionKeyType.S_NWK_S_INT_KEY, micInput);
    }

    /// The frame with the network's part, FOpts and the payload of FPort 0, encrypted if it was clear and clear if it was
    /// encrypted.
    DataFrame.Body crypted(DataFrame.Body body, FCnt fCnt) {
        FPort port = body.fPort();
        Bytes payload =
                port != null && port.isCommands()
                        ? payload(body.direction(), body.devAddr(), fCnt, port, body.frmPayload())
                        : body.frmPayload();
        return with(body, fOpts(body, fCnt), payload);
    }

    /// The frame with the application's part turned likewise.
    DataFrame.Body applicationCrypted(DataFrame.Body body, FCnt fCnt) {
        FPort port = body.fPort();
        return port == null || port.isCommands()
                ? body
                : with(
                        body,
                        body.fOpts(),
                        payload(body.direction(), body.devAddr(), fCnt, port, body.frmPayload()));
    }

    /// A payload turned likewise, with the AppSKey, or on FPort 0 with the network's key.
    Bytes payload(Direction direction, DevAddr devAddr, FCnt fCnt, FPort port, Bytes payload) {
        SessionKeyType type = port.isCommands() ? commandKey() : SessionKeyType.APP_S_KEY;
        return payload.length() == 0
                ? payload
                : FrameBlocks.xor(
                        payload,
                        keys.encrypt(
                                type,
                                FrameBlocks.payload(direction, devAddr, fCnt, payload.length())));
    }

    private SessionKeyType commandKey() {
        return switch (keying) {
            case AS_1_0 -> SessionKeyType.F_NWK_S_INT_KEY;
            case AS_1_1 -> SessionKeyType.NWK_S_ENC_KEY;
        };
    }

    private Bytes fOpts(DataFrame.Body body, FCnt fCnt) {
        return switch (keying) {
            case AS_1_0 -> body.fOpts();
            case AS_1_1 ->
                    body.fOpts().length() == 0
                            ? body.fOpts()
                            : FrameBlocks.xor(
                                    body.fOpts(),
                                    keys.encrypt(
                                            SessionKeyType.NWK_S_ENC_KEY,
                                            FrameBlocks.fOpts(body, fCnt)));
        };
    }

    private static DataFrame.Body with(DataFrame.Body body, Bytes fOpts, Bytes payload) {
        return new DataFrame.Body(
                body.direction(),
                body.confirmed(),
                body.devAddr(),
                body.fCtrl(),
                body.fCntWire(),
                fOpts,
                body.fPort(),
                payload);
    }
}
