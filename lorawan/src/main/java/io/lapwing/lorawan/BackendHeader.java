package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;
import org.jspecify.annotations.Nullable;

/// What every Backend Interfaces message begins with (TS002-1.1 §8.2). `MessageType` is the message's own type; a
/// `VSExtension` says nothing here and is not kept.
///
/// @param version `ProtocolVersion`
/// @param transactionId 32 bits; an answer echoes it. Not unique: some senders always write 0
/// @param senderNsid which network server of the NetID; of version 1.1 only
/// @param receiverNsid likewise
/// @param senderToken returned by the answer as its ReceiverToken
/// @param receiverToken the token of the request that this answers
public record BackendHeader(
        BackendVersion version,
        PartyId sender,
        PartyId receiver,
        long transactionId,
        @Nullable Eui64 senderNsid,
        @Nullable Eui64 receiverNsid,
        @Nullable Token senderToken,
        @Nullable Token receiverToken) {
    private static final long TRANSACTION_ID_MAX = 0xffffffffL;

    public BackendHeader {
        HexText.requireRange("TransactionID", transactionId, TRANSACTION_ID_MAX);
        if (version == BackendVersion.V1_0 && (senderNsid != null || receiverNsid != null)) {
            throw Fault.badInput(
                    "NSID in a message of ProtocolVersion 1.0: want ProtocolVersion 1.1");
        }
    }

    /// The header of a first message without tokens.
    public static BackendHeader of(
            BackendVersion version, PartyId sender, PartyId receiver, long transactionId) {
        return new BackendHeader(version, sender, receiver, transactionId, null, null, null, null);
    }

    /// The header of the answer: parties exchanged, TransactionID and SenderToken returned.
    public BackendHeader answer() {
        return new BackendHeader(
                version,
                /* sender= */ receiver,
                /* receiver= */ sender,
                transactionId,
                /* senderNsid= */ receiverNsid,
                /* receiverNsid= */ senderNsid,
                /* senderToken= */ null,
                /* receiverToken= */ senderToken);
    }
}
