package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// A SenderID or ReceiverID (TS002-1.1 §8.2), kept as it was written so that an answer echoes it: the NetID of a network
/// server, the JoinEUI of a Join Server, or any text of an application server.
///
/// @param text 1 to 128 characters
public record PartyId(String text) {
    private static final int MAX_CHARACTERS = 128;

    public PartyId {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            throw Fault.badInput(
                    "SenderID or ReceiverID of "
                            + text.length()
                            + " characters: want 1 to "
                            + MAX_CHARACTERS);
        }
    }

    public static PartyId of(NetId netId) {
        return new PartyId(netId.toString());
    }

    public static PartyId of(Eui64 joinEui) {
        return new PartyId(joinEui.toString());
    }

    /// The NetID this is.
    ///
    /// @throws Fault `BAD_INPUT` when it is none
    public NetId netId() {
        return NetId.parse(text);
    }

    /// The EUI-64 this is.
    ///
    /// @throws Fault `BAD_INPUT` when it is none
    public Eui64 eui64() {
        return Eui64.parse(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
