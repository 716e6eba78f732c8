package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Peer.Party;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.BackendMessage.JoinAns;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.SessionRequest;
import java.util.Optional;

/// Answers JoinReq (TS002-1.1 §8, step 4; TS001-1.0.4 §6.2, TS001-1.1 §6.2).
final class JoinHandler {
    /// TS001-1.0.4 §6.2.5: MHDR, JoinEUI, DevEUI, DevNonce, MIC.
    private static final int JOIN_REQUEST_BYTES = 23;

    private final Activation activation;

    JoinHandler(Activation activation) {
        this.activation = activation;
    }

    Outcome handle(Peer peer, Party.NetworkServer server, JoinReq request) {
        int length = request.terms().frame().octets().length();
        if (length != JOIN_REQUEST_BYTES) {
            return Outcome.Refused.of(
                    Reason.FRAME_SIZE,
                    "join-request of " + length + " bytes: want " + JOIN_REQUEST_BYTES);
        }
        JoinRequest frame = joinRequest(request);
        Activation.requireSame("DevEUI", request.devEui(), frame.devEui());
        return activation.run(
                new Activation.Ask(
                        peer,
                        server,
                        request,
                        request.terms(),
                        grant ->
                                new JoinAns(
                                        request.header().answer(), BackendResult.SUCCESS, grant)),
                (device, maker, session) -> check(request, frame, device, maker, session));
    }

    private static JoinRequest joinRequest(JoinReq request) {
        if (Frame.parse(request.terms().frame()) instanceof JoinRequest frame) {
            return frame;
        }
        throw Fault.badInput("PHYPayload of JoinReq: want a join-request");
    }

    private static Optional<Admission> check(
            JoinReq request,
            JoinRequest frame,
            JoinDevice device,
            SessionMaker maker,
            SessionRequest session) {
        requireReceiver(request, frame, device);
        return maker.joinMic(frame.micInput()).equals(frame.mic())
                ? Optional.of(new Admission.Join(frame.joinEui(), frame.devNonce(), session))
                : Optional.empty();
    }

    /// From 1.0.4 on the JoinEUI names the Join Server. The AppEUI of an earlier device need not: such a join is processed
    /// all the same (TS002-1.1 §8, step 4).
    private static void requireReceiver(JoinReq request, JoinRequest frame, JoinDevice device) {
        if (!device.version().randomDevNonce()) {
            Eui64 receiver = request.header().receiver().eui64();
            Activation.requireSame("ReceiverID", receiver, frame.joinEui());
        }
    }
}
