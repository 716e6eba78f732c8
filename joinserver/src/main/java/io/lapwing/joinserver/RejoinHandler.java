package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Peer.Party;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.Admission;
import io.lapwing.lorawan.BackendMessage.RejoinAns;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.SessionParameters;
import io.lapwing.lorawan.SessionRequest;
import java.util.Optional;

/// Answers RejoinReq (TS002-1.1 §8; TS001-1.1 §6.2.4). Only 1.1 devices rejoin, into sessions of 1.1.
final class RejoinHandler {
    /// TS001-1.1 §6.2.4.1: type 0 and 2.
    private static final int IN_SESSION_BYTES = 19;

    /// TS001-1.1 §6.2.4.2: type 1.
    private static final int ANEW_BYTES = 24;

    private final Activation activation;

    RejoinHandler(Activation activation) {
        this.activation = activation;
    }

    Outcome handle(Peer peer, Party.NetworkServer server, RejoinReq request) {
        int length = request.terms().frame().octets().length();
        if (length != IN_SESSION_BYTES && length != ANEW_BYTES) {
            return Outcome.Refused.of(
                    Reason.FRAME_SIZE,
                    "rejoin-request of "
                            + length
                            + " bytes: want "
                            + IN_SESSION_BYTES
                            + " or "
                            + ANEW_BYTES);
        }
        if (request.terms().macVersion() != MacVersion.V1_1
                || !request.terms().dlSettings().optNeg()) {
            return Outcome.Refused.of(
                    Reason.STALE_PROFILE,
                    "RejoinReq with MACVersion "
                            + request.terms().macVersion()
                            + " and DLSettings "
                            + request.terms().dlSettings()
                            + ": want 1.1 with OptNeg");
        }
        RejoinRequest frame = rejoinRequest(request);
        Activation.requireSame("DevEUI", request.devEui(), frame.devEui());
        return activation.run(
                new Activation.Ask(
                        peer,
                        server,
                        request,
                        request.terms(),
                        grant ->
                                new RejoinAns(
                                        request.header().answer(), BackendResult.SUCCESS, grant)),
                (device, maker, session) ->
                        switch (frame) {
                            case RejoinRequest.InSession in ->
                                    inSession(in, device, maker, session);
                            case RejoinRequest.Anew anew -> anew(request, anew, maker, session);
                        });
    }

    private static RejoinRequest rejoinRequest(RejoinReq request) {
        if (Frame.parse(request.terms().frame()) instanceof RejoinRequest frame) {
            return frame;
        }
        throw Fault.badInput("PHYPayload of RejoinReq: want a rejoin-request");
    }

    /// Types 0 and 2: the session whose SNwkSIntKey made the MIC is the one that the device has.
    private static Optional<Admission> inSession(
            RejoinRequest.InSession frame,
            JoinDevice device,
            SessionMaker maker,
            SessionRequest session) {
        for (SessionParameters under : device.state().rejoinable()) {
            if (maker.servingMic(under, frame.micInput()).equals(frame.mic())) {
                return Optional.of(
                        new Admission.RejoinInSession(
                                frame.type(), under.id(), frame.count(), session));
            }
        }
        return Optional.empty();
    }

    /// Type 1: the device lost its session; the MIC is made with the JSIntKey.
    private static Optional<Admission> anew(
            RejoinReq request,
            RejoinRequest.Anew frame,
            SessionMaker maker,
            SessionRequest session) {
        Activation.requireSame("ReceiverID", request.header().receiver().eui64(), frame.joinEui());
        return maker.joinServerMic(frame.micInput()).equals(frame.mic())
                ? Optional.of(new Admission.RejoinAnew(frame.joinEui(), frame.count(), session))
                : Optional.empty();
    }
}
