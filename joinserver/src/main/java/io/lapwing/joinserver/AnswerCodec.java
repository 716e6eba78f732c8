package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Wire.EnvelopeBody;
import io.lapwing.joinserver.Wire.ResultBody;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.AppSKeyAns;
import io.lapwing.lorawan.BackendMessage.AppSKeyGrant;
import io.lapwing.lorawan.BackendMessage.HomeNsAns;
import io.lapwing.lorawan.BackendMessage.JoinAns;
import io.lapwing.lorawan.BackendMessage.RejoinAns;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.KeyEnvelope;
import io.lapwing.lorawan.NetworkKeys;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.SessionGrant;
import io.lapwing.service.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Answers between values and JSON (TS002-1.1 §8). Absent fields are left out; Lifetime is always told with a session, 0
/// for one without a limit.
final class AnswerCodec {
    private final Json json;

    AnswerCodec(Json json) {
        this.json = json;
    }

    Bytes encode(Answer answer) {
        return switch (answer) {
            case JoinAns ans -> json.write(session(ans, Optional.ofNullable(ans.grant())));
            case RejoinAns ans -> json.write(session(ans, Optional.ofNullable(ans.grant())));
            case AppSKeyAns ans -> json.write(appSKey(ans, Optional.ofNullable(ans.grant())));
            case HomeNsAns ans -> json.write(homeNs(ans));
        };
    }

    private static Wire.JoinAnsBody session(Answer answer, Optional<SessionGrant> grant) {
        var head = WireHead.of(answer);
        Optional<NetworkKeys> keys = grant.map(SessionGrant::networkKeys);
        Optional<NetworkKeys.As10> as10 = keys.flatMap(of -> as(NetworkKeys.As10.class, of));
        Optional<NetworkKeys.As11> as11 = keys.flatMap(of -> as(NetworkKeys.As11.class, of));
        return new Wire.JoinAnsBody(
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
                result(answer.result()),
                grant.map(SessionGrant::joinAccept).map(PhyPayload::octets),
                grant.map(AnswerCodec::lifetime).orElse(OptionalLong.empty()),
                as10.map(NetworkKeys.As10::nwkSKey).map(AnswerCodec::envelope),
                as11.map(NetworkKeys.As11::fNwkSIntKey).map(AnswerCodec::envelope),
                as11.map(NetworkKeys.As11::sNwkSIntKey).map(AnswerCodec::envelope),
                as11.map(NetworkKeys.As11::nwkSEncKey).map(AnswerCodec::envelope),
                grant.map(SessionGrant::appSKey).map(AnswerCodec::envelope),
                grant.map(SessionGrant::sessionKeyId));
    }

    private static <T> Optional<T> as(Class<T> type, Object value) {
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    private static OptionalLong lifetime(SessionGrant grant) {
        @Nullable Duration lifetime = grant.lifetime();
        return OptionalLong.of(lifetime == null ? 0 : lifetime.toSeconds());
    }

    private static Wire.AppSKeyAnsBody appSKey(AppSKeyAns answer, Optional<AppSKeyGrant> grant) {
        var head = WireHead.of(answer);
        return new Wire.AppSKeyAnsBody(
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
                result(answer.result()),
                grant.map(AppSKeyGrant::devEui),
                grant.map(AppSKeyGrant::appSKey).map(AnswerCodec::envelope),
                grant.map(AppSKeyGrant::sessionKeyId));
    }

    private static Wire.HomeNsAnsBody homeNs(HomeNsAns answer) {
        var head = WireHead.of(answer);
        return new Wire.HomeNsAnsBody(
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
                result(answer.result()),
                Optional.ofNullable(answer.home()),
                Optional.ofNullable(answer.homeNsid()));
    }

    private static ResultBody result(BackendResult result) {
        return new ResultBody(result.code(), Optional.ofNullable(result.description()));
    }

    private static EnvelopeBody envelope(KeyEnvelope envelope) {
        return new EnvelopeBody(envelope.kekLabel(), envelope.aesKey());
    }

    /// Reads an answer, as a network server or application server does.
    ///
    /// @throws Fault `BAD_INPUT` when it is none, and when a key in it is not wrapped
    Answer decode(Bytes body) {
        String type =
                json.peek(body, "MessageType")
                        .orElseThrow(() -> Fault.badInput("answer without a MessageType"));
        return switch (type) {
            case "JoinAns" -> {
                var wire = json.read(body, Wire.JoinAnsBody.class);
                yield new JoinAns(wire.header(), result(wire.result()), grant(wire));
            }
            case "RejoinAns" -> {
                var wire = json.read(body, Wire.JoinAnsBody.class);
                yield new RejoinAns(wire.header(), result(wire.result()), grant(wire));
            }
            case "AppSKeyAns" -> {
                var wire = json.read(body, Wire.AppSKeyAnsBody.class);
                yield new AppSKeyAns(wire.header(), result(wire.result()), grant(wire));
            }
            case "HomeNSAns" -> {
                var wire = json.read(body, Wire.HomeNsAnsBody.class);
                yield new HomeNsAns(
                        wire.header(),
                        result(wire.result()),
                        wire.homeNetId().orElse(null),
                        wire.homeNsid().orElse(null));
            }
            default ->
                    throw Fault.badInput(
                            "MessageType: want JoinAns, RejoinAns, AppSKeyAns or HomeNSAns");
        };
    }

    private static BackendResult result(ResultBody result) {
        return new BackendResult(result.resultCode(), result.description().orElse(null));
    }

    private static @Nullable SessionGrant grant(Wire.JoinAnsBody wire) {
        BackendResult result = result(wire.result());
        return result.isSuccess()
                ? new SessionGrant(
                        new PhyPayload(want(wire.phyPayload(), "PHYPayload")),
                        lifetime(wire.lifetime()),
                        networkKeys(wire),
                        wire.appSKey().map(AnswerCodec::envelope).orElse(null),
                        want(wire.sessionKeyId(), "SessionKeyID"))
                : null;
    }

    private static @Nullable Duration lifetime(OptionalLong seconds) {
        return seconds.orElse(0) == 0 ? null : Duration.ofSeconds(seconds.getAsLong());
    }

    private static NetworkKeys networkKeys(Wire.JoinAnsBody wire) {
        if (wire.nwkSKey().isPresent()) {
            return new NetworkKeys.As10(envelope(wire.nwkSKey().get()));
        }
        return new NetworkKeys.As11(
                envelope(want(wire.fNwkSIntKey(), "NwkSKey or FNwkSIntKey")),
                envelope(want(wire.sNwkSIntKey(), "SNwkSIntKey")),
                envelope(want(wire.nwkSEncKey(), "NwkSEncKey")));
    }

    private static @Nullable AppSKeyGrant grant(Wire.AppSKeyAnsBody wire) {
        return result(wire.result()).isSuccess()
                ? new AppSKeyGrant(
                        want(wire.devEui(), "DevEUI"),
                        want(wire.sessionKeyId(), "SessionKeyID"),
                        envelope(want(wire.appSKey(), "AppSKey")))
                : null;
    }

    private static KeyEnvelope envelope(EnvelopeBody wire) {
        return new KeyEnvelope(wire.kekLabel(), wire.aesKey());
    }

    private static <T> T want(Optional<T> field, String name) {
        return field.orElseThrow(
                () -> Fault.badInput("answer with Success and without " + name + ": want it"));
    }
}
