package io.lapwing.joinserver;

import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.PartyId;
import io.lapwing.lorawan.Token;
import java.util.Optional;

/// The header of a message as its fields (TS002-1.1 §8.2).
record WireHead(
        String protocolVersion,
        PartyId senderId,
        PartyId receiverId,
        long transactionId,
        String messageType,
        Optional<Eui64> senderNsid,
        Optional<Eui64> receiverNsid,
        Optional<Token> senderToken,
        Optional<Token> receiverToken) {
    static WireHead of(BackendMessage message) {
        BackendHeader header = message.header();
        return new WireHead(
                header.version().toString(),
                header.sender(),
                header.receiver(),
                header.transactionId(),
                message.messageType(),
                Optional.ofNullable(header.senderNsid()),
                Optional.ofNullable(header.receiverNsid()),
                Optional.ofNullable(header.senderToken()),
                Optional.ofNullable(header.receiverToken()));
    }
}
