package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Refusal.Reason;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.JoinTerms;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.CfList;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RxDelay;
import io.lapwing.service.Json;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Requests between JSON and values (TS002-1.1 §8).
///
/// Strict: an unknown field, a field twice, a wrong type or length is refused. Lenient exactly where senders differ:
/// hexadecimal in either case and with `0x`, an empty CFList for none, the tokens and NSIDs that 1.1 added in a message of
/// 1.0, a VSExtension, which is not looked at.
///
/// Safe for use by many threads, costly to make: make one.
public final class BackendCodec {
    private static final String REQUEST = "Req";
    private static final String ANSWER = "Ans";

    /// A header's text that is echoed without having been checked is at most this long.
    private static final int ECHO_MAX_CHARACTERS = 128;

    private final Json whole = Wire.whole();
    private final Json salvage = Wire.salvage();
    private final AnswerCodec answers = new AnswerCodec(whole);

    /// What a body turned out to be.
    public sealed interface Decoded {
        /// A request of a kind that a Join Server takes.
        record Good(Request request) implements Decoded {}

        /// Anything else, with the best answer there is to it.
        ///
        /// @param answerable whether enough of a header was found for an answer in the protocol's form
        record Bad(Refusal refusal, boolean answerable, Bytes answer) implements Decoded {}
    }

    AnswerCodec answers() {
        return answers;
    }

    /// Reads a request.
    public Decoded decode(Bytes body) {
        try {
            return good(body);
        } catch (Fault fault) {
            return bad(body, Refusal.of(fault));
        }
    }

    private Decoded good(Bytes body) {
        String type =
                whole.peek(body, "MessageType")
                        .orElseThrow(
                                () -> Fault.badInput("no MessageType: want JoinReq or another"));
        return switch (type) {
            case "JoinReq", "RejoinReq" -> join(body, whole.read(body, Wire.JoinReqBody.class));
            case "AppSKeyReq" -> {
                var wire = whole.read(body, Wire.AppSKeyReqBody.class);
                yield checked(
                        body,
                        wire,
                        () -> new AppSKeyReq(wire.header(), wire.devEui(), wire.sessionKeyId()));
            }
            case "HomeNSReq" -> {
                var wire = whole.read(body, Wire.HomeNsReqBody.class);
                yield checked(body, wire, () -> new HomeNsReq(wire.header(), wire.devEui()));
            }
            default ->
                    throw Fault.badInput(
                            "MessageType of "
                                    + type.length()
                                    + " characters is none that a Join Server takes: want JoinReq,"
                                    + " RejoinReq, AppSKeyReq or HomeNSReq");
        };
    }

    private Decoded join(Bytes body, Wire.JoinReqBody wire) {
        int length = wire.phyPayload().length();
        if (length < 1 || length > PhyPayload.MAX_BYTES) {
            return bad(
                    body,
                    Refusal.of(
                            Reason.FRAME_SIZE,
                            "PHYPayload of "
                                    + length
                                    + " bytes: want 1 to "
                                    + PhyPayload.MAX_BYTES));
        }
        return checked(
                body,
                wire,
                () ->
                        wire.messageType().equals("JoinReq")
                                ? new JoinReq(wire.header(), wire.devEui(), terms(wire))
                                : new RejoinReq(wire.header(), wire.devEui(), terms(wire)));
    }

    private static JoinTerms terms(Wire.JoinReqBody wire) {
        return new JoinTerms(
                wire.macVersion(),
                new PhyPayload(wire.phyPayload()),
                wire.devAddr(),
                wire.dlSettings(),
                new RxDelay(wire.rxDelay()),
                wire.cfList().filter(list -> list.length() > 0).map(CfList::new).orElse(null));
    }

    /// The version decides first: a message of another version may be of another form.
    private Decoded checked(Bytes body, Wire.Head head, Supplier<Request> read) {
        try {
            BackendVersion.parse(head.protocolVersion());
        } catch (Fault fault) {
            return bad(body, Refusal.of(Reason.PROTOCOL_VERSION, fault.getMessage()));
        }
        return new Decoded.Good(read.get());
    }

    /// The best answer to a body that is no request: an answer of the type that goes with it, to the parties that it
    /// names, as far as its header can be read.
    private Decoded.Bad bad(Bytes body, Refusal refusal) {
        Wire.SalvagedHead head = salvaged(body);
        Optional<String> type = head.messageType().flatMap(BackendCodec::answerType);
        BackendVersion version =
                head.protocolVersion().filter("1.1"::equals).isPresent()
                        ? BackendVersion.V1_1
                        : BackendVersion.V1_0;
        Refusal told = known(head.protocolVersion()) ? refusal : versionRefusal(refusal);
        var answer =
                new Wire.BrokenBody(
                        version.toString(),
                        echo(head.receiverId()),
                        echo(head.senderId()),
                        head.transactionId(),
                        type,
                        head.senderToken(),
                        new Wire.ResultBody(
                                told.code().forCaller(version), Optional.of(told.description())));
        return new Decoded.Bad(told, type.isPresent(), whole.write(answer));
    }

    private Wire.SalvagedHead salvaged(Bytes body) {
        try {
            return salvage.read(body, Wire.SalvagedHead.class);
        } catch (Fault _) {
            return peeked(
                    body); // broken as a whole: what stands before the break may still be read
        }
    }

    private Wire.SalvagedHead peeked(Bytes body) {
        return new Wire.SalvagedHead(
                peeked(body, "ProtocolVersion"),
                peeked(body, "SenderID"),
                peeked(body, "ReceiverID"),
                OptionalLong.empty(),
                peeked(body, "MessageType"),
                Optional.empty());
    }

    private Optional<String> peeked(Bytes body, String field) {
        try {
            return whole.peek(body, field);
        } catch (Fault _) {
            return Optional.empty(); // it breaks before the field: the refusal says what is wrong
        }
    }

    private static boolean known(Optional<String> version) {
        return version.isEmpty() || version.get().equals("1.0") || version.get().equals("1.1");
    }

    private static Refusal versionRefusal(Refusal refusal) {
        return refusal.reason() == Reason.PROTOCOL_VERSION
                ? refusal
                : Refusal.of(Reason.PROTOCOL_VERSION, "ProtocolVersion: want 1.0 or 1.1");
    }

    private static Optional<String> echo(Optional<String> id) {
        return id.filter(text -> text.length() <= ECHO_MAX_CHARACTERS);
    }

    private static Optional<String> answerType(String requestType) {
        return requestType.endsWith(REQUEST) && requestType.length() <= ECHO_MAX_CHARACTERS
                ? Optional.of(
                        requestType.substring(0, requestType.length() - REQUEST.length()) + ANSWER)
                : Optional.empty();
    }

    /// Writes a request, as a network server or application server does.
    public Bytes encode(Request request) {
        return switch (request) {
            case JoinReq req -> encode(req, req.terms());
            case RejoinReq req -> encode(req, req.terms());
            case AppSKeyReq req -> {
                var head = WireHead.of(req);
                yield whole.write(
                        new Wire.AppSKeyReqBody(
                                head.protocolVersion(),
                                head.senderId(),
                                head.receiverId(),
                                head.transactionId(),
                                head.messageType(),
                                head.senderNsid(),
                                head.receiverNsid(),
                                head.senderToken(),
                                head.receiverToken(),
                                Optional.empty(),
                                req.devEui(),
                                req.sessionKeyId()));
            }
            case HomeNsReq req -> {
                var head = WireHead.of(req);
                yield whole.write(
                        new Wire.HomeNsReqBody(
                                head.protocolVersion(),
                                head.senderId(),
                                head.receiverId(),
                                head.transactionId(),
                                head.messageType(),
                                head.senderNsid(),
                                head.receiverNsid(),
                                head.senderToken(),
                                head.receiverToken(),
                                Optional.empty(),
                                req.devEui()));
            }
        };
    }

    private Bytes encode(Request request, JoinTerms terms) {
        var head = WireHead.of(request);
        return whole.write(
                new Wire.JoinReqBody(
                        head.protocolVersion(),
                        head.senderId(),
                        head.receiverId(),
                        head.transactionId(),
                        head.messageType(),
                        head.senderNsid(),
                        head.receiverNsid(),
                        head.senderToken(),
                        head.receiverToken(),
                        Optional.empty(),
                        terms.macVersion(),
                        terms.frame().octets(),
                        request.devEui(),
                        terms.devAddr(),
                        terms.dlSettings(),
                        terms.rxDelay().value(),
                        Optional.ofNullable(terms.cfList()).map(CfList::octets)));
    }
}
