package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// The inputs to AES and AES-CMAC from which join keys, session keys and join MICs come. Who has the key computes.
///
/// Fields are least significant octet first, blocks padded with zeroes to 16 octets.
public final class Derivation {
    private static final int BLOCK_BYTES = 16;
    private static final int JS_ENC_KEY = 0x05;
    private static final int JS_INT_KEY = 0x06;

    private Derivation() {}

    /// The block whose encryption with the root key is the session key.
    ///
    /// As 1.0: `type | JoinNonce | NetID | DevNonce | pad` (TS001-1.0.4 §6.2.6); as 1.1:
    /// `type | JoinNonce | JoinEUI | DevNonce | pad` (TS001-1.1 §6.2.3), where RJcount replaces DevNonce after a
    /// rejoin-request (TS001-1.1 §6.2.4). Which root key: [SessionParameters#rootKeyFor].
    ///
    /// @return 16 octets
    public static Bytes sessionKey(SessionKeyType type, SessionSource source) {
        return switch (source.keying()) {
            case AS_1_0 -> sessionKey10(type, source);
            case AS_1_1 ->
                    padded(
                            Bytes.of(type.code()),
                            source.joinNonce().littleEndian(),
                            source.joinEui().littleEndian(),
                            source.devNonce().littleEndian());
        };
    }

    private static Bytes sessionKey10(SessionKeyType type, SessionSource source) {
        return switch (type) {
            case F_NWK_S_INT_KEY, APP_S_KEY ->
                    padded(
                            Bytes.of(type.code()),
                            source.joinNonce().littleEndian(),
                            source.netId().littleEndian(),
                            source.devNonce().littleEndian());
            case S_NWK_S_INT_KEY, NWK_S_ENC_KEY ->
                    throw Fault.badInput(
                            type + " of a session keyed as 1.0: it has NwkSKey and AppSKey only");
        };
    }

    /// The block whose encryption with the NwkKey is the JSEncKey: `05 | DevEUI | pad` (TS001-1.1 §6.1.1.4).
    public static Bytes jsEncKey(Eui64 devEui) {
        return padded(Bytes.of(JS_ENC_KEY), devEui.littleEndian());
    }

    /// The block whose encryption with the NwkKey is the JSIntKey: `06 | DevEUI | pad` (TS001-1.1 §6.1.1.4).
    public static Bytes jsIntKey(Eui64 devEui) {
        return padded(Bytes.of(JS_INT_KEY), devEui.littleEndian());
    }

    /// What the MIC of a join-accept is computed over as 1.0, with the joining root key:
    /// `MHDR | JoinNonce | NetID | DevAddr | DLSettings | RxDelay | CFList` (TS001-1.0.4 §6.2.6; TS001-1.1 §6.2.3 for
    /// OptNeg = 0).
    public static Bytes joinAcceptMicInput10(JoinAccept accept) {
        return accept.withMhdr();
    }

    /// What the MIC of a join-accept is computed over as 1.1, with the JSIntKey:
    /// `JoinReqType | JoinEUI | DevNonce | MHDR | …` as in 1.0 (TS001-1.1 §6.2.3).
    ///
    /// After a rejoin-request the peers disagree about the third field. The text of TS001-1.1 §6.2.3 names DevNonce, which
    /// early LoRaMac-node takes to be that of the last join-request; brocaar/lorawan and later LoRaMac-node take RJcount, as
    /// §6.2.4 has it replace DevNonce in the derivation. Here it is RJcount: a Join Server cannot know the DevNonce of a
    /// join-request that never reached it, and the accept must be bound to the request it answers.
    ///
    /// @param devNonce of the join-request, or RJcount of the rejoin-request in its place
    public static Bytes joinAcceptMicInput11(
            JoinType type, Eui64 joinEui, DevNonce devNonce, JoinAccept accept) {
        return Bytes.concat(
                Bytes.of(type.code()),
                joinEui.littleEndian(),
                devNonce.littleEndian(),
                accept.withMhdr());
    }

    private static Bytes padded(Bytes... fields) {
        Bytes all = Bytes.concat(fields);
        return Bytes.concat(all, Bytes.of(new byte[BLOCK_BYTES - all.length()]));
    }
}
