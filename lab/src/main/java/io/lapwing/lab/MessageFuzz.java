package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.BackendCodec;
import io.lapwing.joinserver.BackendCodec.Decoded;
import io.lapwing.joinserver.Caller;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.Frame;
import java.util.List;
import java.util.Optional;

/// Any octets are a message that gets an answer and leaves exactly one audit record, whichever peer sends them; one that is
/// read is written and read as the same again. Nothing else ever happens.
///
/// A message with a frame is sent a second time under its device's own MIC: what a changed nonce, version or setting does
/// lies behind the MIC, where chance never comes.
///
/// Each message finds the devices as they were made, so that an input does the same whatever came before it.
public final class MessageFuzz {
    // Jazzer calls a static method; nothing of an input stays in these but a count.
    private static final FewDevices DEVICES = new FewDevices();
    private static final JoinServer SERVER = FewPeers.joinServer(DEVICES);
    private static final BackendCodec CODEC = new BackendCodec();

    private MessageFuzz() {}

    static List<Bytes> seeds() {
        return MessageSeeds.all(DEVICES);
    }

    /// For Jazzer: what stands above is made before the first input, whose time is taken.
    public static void fuzzerInitialize() {}

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes body = Bytes.of(octets);
        answer(FewPeers.NETWORK_SERVER, body);
        answer(FewPeers.APPLICATION_SERVER, body);
        if (CODEC.decode(body) instanceof Decoded.Good good) {
            Bytes again = CODEC.encode(good.request());
            require(CODEC.decode(again).equals(good), "the message reads as another");
            signed(good.request())
                    .ifPresent(signed -> answer(FewPeers.NETWORK_SERVER, CODEC.encode(signed)));
        }
    }

    static Bytes answer(Caller caller, Bytes body) {
        long before = DEVICES.auditRecords();
        JoinServer.Reply reply = SERVER.answer(caller, body);
        require(reply.status() == 200 || reply.status() == 400, "status " + reply.status());
        require(reply.body().length() > 0, "an empty answer");
        require(DEVICES.auditRecords() == before + 1, "other than one audit record");
        return reply.body();
    }

    private static Optional<Request> signed(Request request) {
        return switch (request) {
            case JoinReq join ->
                    signed(join.terms())
                            .map(terms -> new JoinReq(join.header(), join.devEui(), terms));
            case RejoinReq rejoin ->
                    signed(rejoin.terms())
                            .map(terms -> new RejoinReq(rejoin.header(), rejoin.devEui(), terms));
            case AppSKeyReq _, HomeNsReq _ -> Optional.empty();
        };
    }

    private static Optional<JoinTerms> signed(JoinTerms terms) {
        try {
            Frame frame = DEVICES.signed(Frame.parse(terms.frame()));
            return Optional.of(
                    new JoinTerms(
                            terms.macVersion(),
                            frame.phyPayload(),
                            terms.devAddr(),
                            terms.dlSettings(),
                            terms.rxDelay(),
                            terms.cfList()));
        } catch (Fault _) {
            return Optional.empty(); // no frame: the server refused it as it stood
        }
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
