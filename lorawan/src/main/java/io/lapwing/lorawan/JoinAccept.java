package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import org.jspecify.annotations.Nullable;

/// The terms of a new session, before they are protected (TS001-1.1 §6.2.3):
/// `JoinNonce(3) | NetID(3) | DevAddr(4) | DLSettings(1) | RxDelay(1) | CFList(0 or 16)`.
public record JoinAccept(
        JoinNonce joinNonce,
        NetId netId,
        DevAddr devAddr,
        DlSettings dlSettings,
        RxDelay rxDelay,
        @Nullable CfList cfList) {
    private static final int SHORT_BYTES = 12;
    private static final int LONG_BYTES = SHORT_BYTES + CfList.LENGTH_BYTES;

    /// A join-accept with the MIC it came with.
    ///
    /// @param mic to be checked over `accept` before anything of it is used
    public record Received(JoinAccept accept, Mic mic) {}

    /// Reads what the device has when it has encrypted the blocks: the terms and their MIC.
    ///
    /// With a wrong key this is noise, which fails at the MIC.
    ///
    /// @param plain 16 or 32 octets
    public static Received parse(Bytes plain) {
        if (plain.length() != SHORT_BYTES + Mic.LENGTH_BYTES
                && plain.length() != LONG_BYTES + Mic.LENGTH_BYTES) {
            throw Fault.badInput(
                    "join-accept of " + plain.length() + " bytes in plain: want 16 or 32");
        }
        CfList cfList =
                plain.length() == LONG_BYTES + Mic.LENGTH_BYTES
                        ? new CfList(plain.slice(SHORT_BYTES, LONG_BYTES))
                        : null;
        return new Received(
                new JoinAccept(
                        JoinNonce.littleEndian(plain.slice(0, 3)),
                        NetId.littleEndian(plain.slice(3, 6)),
                        DevAddr.littleEndian(plain.slice(6, 10)),
                        new DlSettings(plain.at(10)),
                        new RxDelay(plain.at(11)),
                        cfList),
                Mhdr.mic(plain));
    }

    /// `MHDR` and the terms: the MIC's input in 1.0, and the end of it in 1.1.
    Bytes withMhdr() {
        return Bytes.concat(Bytes.of(Mhdr.JOIN_ACCEPT), terms());
    }

    private Bytes terms() {
        return Bytes.concat(
                joinNonce.littleEndian(),
                netId.littleEndian(),
                devAddr.littleEndian(),
                dlSettings.octets(),
                rxDelay.octets(),
                cfList == null ? Bytes.EMPTY : cfList.octets());
    }

    /// The terms and their MIC, to be AES-*decrypted*: with the joining root key after a join-request, with the JSEncKey
    /// after a rejoin-request.
    ///
    /// @return 16 or 32 octets
    public Bytes protectionInput(Mic mic) {
        return Bytes.concat(terms(), mic.octets());
    }
}
