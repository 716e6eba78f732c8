package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.Token;
import io.lapwing.service.Json;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The JSON objects of TS002 (§8.2, §8.3), field by field. What is `Optional` may be absent and is then left out.
final class Wire {
    /// Where a component's name is not the field's name with a small first letter.
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("senderId", "SenderID"),
                    Map.entry("receiverId", "ReceiverID"),
                    Map.entry("transactionId", "TransactionID"),
                    Map.entry("senderNsid", "SenderNSID"),
                    Map.entry("receiverNsid", "ReceiverNSID"),
                    Map.entry("vsExtension", "VSExtension"),
                    Map.entry("macVersion", "MACVersion"),
                    Map.entry("phyPayload", "PHYPayload"),
                    Map.entry("devEui", "DevEUI"),
                    Map.entry("dlSettings", "DLSettings"),
                    Map.entry("cfList", "CFList"),
                    Map.entry("sessionKeyId", "SessionKeyID"),
                    Map.entry("homeNetId", "HNetID"),
                    Map.entry("homeNsid", "HNSID"),
                    Map.entry("kekLabel", "KEKLabel"),
                    Map.entry("aesKey", "AESKey"));

    private Wire() {}

    /// Reads and writes whole messages.
    static Json whole() {
        return forms().build();
    }

    /// Reads the header of a message whatever else is in it.
    static Json salvage() {
        return forms().skipUnknownFields().build();
    }

    private static Json.Builder forms() {
        return Json.strict()
                .names(Wire::fieldName)
                .text(PartyId.class, PartyId::new, PartyId::toString)
                .text(Eui64.class, Eui64::parse, Eui64::toString)
                .text(Token.class, Token::parse, Token::toString)
                .text(MacVersion.class, MacVersion::parse, MacVersion::toString)
                .text(DevAddr.class, DevAddr::parse, DevAddr::toString)
                .text(DlSettings.class, DlSettings::parse, DlSettings::toString)
                .text(SessionKeyId.class, SessionKeyId::parse, SessionKeyId::toString)
                .text(NetId.class, NetId::parse, NetId::toString)
                .text(ResultCode.class, ResultCode::parse, ResultCode::toString)
                .text(Bytes.class, Wire::octets, Bytes::toHex);
    }

    private static String fieldName(String component) {
        String name = NAMES.get(component);
        return name != null
                ? name
                : Character.toUpperCase(component.charAt(0)) + component.substring(1);
    }

    /// Hexadecimal in either case, with or without `0x`.
    private static Bytes octets(String text) {
        return Bytes.hex(text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text);
    }

    /// What every message begins with. A 1.0 message may carry what 1.1 added; the NSIDs mean nothing there.
    sealed interface Head {
        String protocolVersion();

        PartyId senderId();

        PartyId receiverId();

        long transactionId();

        Optional<Eui64> senderNsid();

        Optional<Eui64> receiverNsid();

        Optional<Token> senderToken();

        Optional<Token> receiverToken();

        default BackendHeader header() {
            BackendVersion version = BackendVersion.parse(protocolVersion());
            boolean nsids = version == BackendVersion.V1_1;
            return new BackendHeader(
                    version,
                    senderId(),
                    receiverId(),
                    transactionId(),
                    nsids ? senderNsid().orElse(null) : null,
                    nsids ? receiverNsid().orElse(null) : null,
                    senderToken().orElse(null),
                    receiverToken().orElse(null));
        }
    }

    /// JoinReq and RejoinReq.
    ///
    /// @param cfList some senders write an empty text for none
    record JoinReqBody(
            String protocolVersion,
            PartyId senderId,
            PartyId receiverId,
            long transactionId,
            String messageType,
            Optional<Eui64> senderNsid,
            Optional<Eui64> receiverNsid,
            Optional<Token> senderToken,
            Optional<Token> receiverToken,
            Optional<Object> vsExtension,
            MacVersion macVersion,
            Bytes phyPayload,
            Eui64 devEui,
            DevAddr devAddr,
            DlSettings dlSettings,
            int rxDelay,
            Optional<Bytes> cfList)
            implements Head {}

    record AppSKeyReqBody(
            String protocolVersion,
            PartyId senderId,
            PartyId receiverId,
            long transactionId,
            String messageType,
            Optional<Eui64> senderNsid,
            Optional<Eui64> receiverNsid,
            Optional<Token> senderToken,
            Optional<Token> receiverToken,
            Optional<Object> vsExtension,
            Eui64 devEui,
            SessionKeyId sessionKeyId)
            implements Head {}

    record HomeNsReqBody(
            String protocolVersion,
            PartyId senderId,
            PartyId receiverId,
            long transactionId,
            String messageType,
            Optional<Eui64> senderNsid,
            Optional<Eui64> receiverNsid,
            Optional<Token> senderToken,
            Optional<Token> receiverToken,
            Optional<Object> vsExtension,
            Eui64 devEui)
            implements Head {}

    /// JoinAns and RejoinAns.
    record JoinAnsBody(
            String protocolVersion,
            PartyId senderId,
            PartyId receiverId,
            long transactionId,
            String messageType,
            Optional<Eui64> senderNsid,
            Optional<Eui64> receiverNsid,
            Optional<Token> senderToken,
            Optional<Token> receiverToken,
            Optional<Object> vsExtension,
            ResultBody result,
            Optional<Bytes> phyPayload,
            OptionalLong lifetime,
            Optional<EnvelopeBody> nwkSKey,
            Optional<EnvelopeBody> fNwkSIntKey,
            Optional<EnvelopeBody> sNwkSIntKey,
            Optional<EnvelopeBody> nwkSEncKey,
            Optional<EnvelopeBody> appSKey,
            Optional<SessionKeyId> sessionKeyId)
            implements Head {}

    record AppSKeyAnsBody(
            String protocolVersion,
            PartyId senderId,
            PartyId receiverId,
            long transactionId,
            String messageType,
            Optional<Eui64> senderNsid,
            Optional<Eui64> receiverNsid,
            Optional<Token> senderToken,
            Optional<Token> receiverToken,
            Optional<Object> vsExtension,
            ResultBody result,
            Optional<Eui64> devEui,
            Optional<EnvelopeBody> appSKey,
            Optional<SessionKeyId> sessionKeyId)
            implements Head {}

    record HomeNsAnsBody(
            String protocolVersion,
            PartyId senderId,
            PartyId receiverId,
            long transactionId,
            String messageType,
            Optional<Eui64> senderNsid,
            Optional<Eui64> receiverNsid,
            Optional<Token> senderToken,
            Optional<Token> receiverToken,
            Optional<Object> vsExtension,
            ResultBody result,
            Optional<NetId> homeNetId,
            Optional<Eui64> homeNsid)
            implements Head {}

    record ResultBody(ResultCode resultCode, Optional<String> description) {}

    /// A KeyEnvelope. ChirpStack and The Things Stack want both fields always there.
    record EnvelopeBody(String kekLabel, Bytes aesKey) {}

    /// The answer to a body that could not be read as a whole: what is known of its header, and the result.
    record BrokenBody(
            String protocolVersion,
            Optional<String> senderId,
            Optional<String> receiverId,
            OptionalLong transactionId,
            Optional<String> messageType,
            Optional<Token> receiverToken,
            ResultBody result) {}

    /// What can be salvaged of the header of such a body.
    record SalvagedHead(
            Optional<String> protocolVersion,
            Optional<String> senderId,
            Optional<String> receiverId,
            OptionalLong transactionId,
            Optional<String> messageType,
            Optional<Token> senderToken) {}
}
