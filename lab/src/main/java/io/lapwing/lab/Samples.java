package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionRequest;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One device of one network, and what is said about it.
final class Samples {
    static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000000");
    static final Eui64 DEV_EUI = Eui64.parse("70B3D57ED0000101");
    static final NetId NET_ID = NetId.parse("000013");
    static final RootKeyRef ROOT_KEY = new RootKeyRef(0, 1);

    private Samples() {}

    /// The device's join-request with a good MIC.
    ///
    /// @param cmac with its key
    static PhyPayload joinRequest(int devNonce, UnaryOperator<Bytes> cmac) {
        return JoinRequest.signed(JOIN_EUI, DEV_EUI, new DevNonce(devNonce), cmac).phyPayload();
    }

    /// The body of a JoinReq (TS002-1.1 §8) of a network server of 1.0.
    static Bytes joinReq(Eui64 devEui, MacVersion version, DlSettings settings, PhyPayload frame) {
        return text(
                """
                {"ProtocolVersion":"1.0","SenderID":"%s","ReceiverID":"%s","TransactionID":7,\
                "MessageType":"JoinReq","MACVersion":"%s","PHYPayload":"%s","DevEUI":"%s",\
                "DevAddr":"2601147D","DLSettings":"%s","RxDelay":1}\
                """
                        .formatted(NET_ID, JOIN_EUI, version, frame, devEui, settings));
    }

    /// The state of a device after so many joins, each with the next DevNonce.
    static JoinState state(MacVersion version, int joins) {
        JoinState state = JoinState.NEW;
        for (int i = 0; i < joins; i++) {
            if (state.admit(admission(version, i)) instanceof NonceVerdict.Fresh fresh) {
                state = fresh.next();
            }
        }
        return state;
    }

    static Admission admission(MacVersion version, int devNonce) {
        @Nullable RootKeyRef nwkKey = version.hasNwkKey() ? ROOT_KEY : null;
        SessionRequest session =
                new SessionRequest(
                        sessionKeyId(devNonce),
                        version,
                        version.hasNwkKey() ? Keying.AS_1_1 : Keying.AS_1_0,
                        NET_ID,
                        nwkKey,
                        ROOT_KEY);
        return new Admission.Join(JOIN_EUI, new DevNonce(devNonce), session);
    }

    /// Of the session that this DevNonce began.
    static SessionKeyId sessionKeyId(int devNonce) {
        return new SessionKeyId(
                Bytes.concat(Bytes.of(new byte[14]), Bytes.of(devNonce >> 8, devNonce)));
    }

    static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
