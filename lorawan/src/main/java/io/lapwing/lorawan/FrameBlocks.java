package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;

/// The inputs to AES and AES-CMAC that protect a data frame. Who has the session keys computes.
public final class FrameBlocks {
    private static final int BLOCK_BYTES = 16;
    private static final int MIC_BLOCK = 0x49;
    private static final int ENCRYPTION_BLOCK = 0x01;
    private static final Bytes ZERO_4 = Bytes.of(0, 0, 0, 0);

    private FrameBlocks() {}

    /// What the MIC is computed over with the NwkSKey of a session keyed as 1.0, either direction, and with the
    /// FNwkSIntKey for the second half of an uplink's MIC as 1.1: `B0 | msg` with
    /// `B0 = 49 | 00000000 | Dir | DevAddr | FCnt | 00 | len` (TS001-1.0.4 §4.4, TS001-1.1 §4.4.2).
    public static Bytes micInput(DataFrame.Body body, FCnt fCnt) {
        return micInput(body, fCnt, ZERO_4);
    }

    /// What the MIC of a downlink is computed over as 1.1, with the SNwkSIntKey: as in 1.0, with the counter of the
    /// confirmed uplink it acknowledges as ConfFCnt in octets 1 and 2 (TS001-1.1 §4.4.1).
    ///
    /// @param acknowledged the uplink's counter; ignored unless the frame has ACK
    public static Bytes downlinkMicInput11(DataFrame.Body body, FCnt fCnt, FCnt acknowledged) {
        return micInput(body, fCnt, Bytes.concat(confFCnt(body, acknowledged), Bytes.of(0, 0)));
    }

    /// What the first half of an uplink's MIC is computed over as 1.1, with the SNwkSIntKey: `B1 | msg` with
    /// `B1 = 49 | ConfFCnt | TxDr | TxCh | Dir | DevAddr | FCnt | 00 | len` (TS001-1.1 §4.4.2).
    ///
    /// The MIC is the first two octets of this CMAC and then the first two of that of [#micInput] with the FNwkSIntKey.
    ///
    /// @param acknowledged the counter of the confirmed downlink; ignored unless the frame has ACK
    public static Bytes uplinkMicInput11(
            DataFrame.Body body, FCnt fCnt, FCnt acknowledged, Transmission transmission) {
        return micInput(
                body,
                fCnt,
                Bytes.concat(
                        confFCnt(body, acknowledged),
                        Bytes.of(transmission.dataRate(), transmission.channel())));
    }

    /// The MIC of an uplink as 1.1 (TS001-1.1 §4.4.2).
    ///
    /// @param serving CMAC with the SNwkSIntKey
    /// @param forwarding CMAC with the FNwkSIntKey
    public static Mic uplinkMic11(Bytes serving, Bytes forwarding) {
        return new Mic(Bytes.concat(serving.slice(0, 2), forwarding.slice(0, 2)));
    }

    /// How an uplink was sent, which a 1.1 session binds into its MIC.
    ///
    /// @param dataRate TxDr, the region's index
    /// @param channel TxCh, the region's index
    public record Transmission(int dataRate, int channel) {
        public Transmission {
            HexText.requireRange("TxDr", dataRate, 255);
            HexText.requireRange("TxCh", channel, 255);
        }
    }

    private static Bytes confFCnt(DataFrame.Body body, FCnt acknowledged) {
        return body.fCtrl().ack() ? HexText.littleEndian(acknowledged.wire(), 2) : Bytes.of(0, 0);
    }

    private static Bytes micInput(DataFrame.Body body, FCnt fCnt, Bytes octets1To4) {
        Bytes message = body.octets();
        return Bytes.concat(
                Bytes.of(MIC_BLOCK),
                octets1To4,
                Bytes.of(body.direction().code()),
                body.devAddr().littleEndian(),
                fCnt.littleEndian(),
                Bytes.of(0, message.length()),
                message);
    }

    /// The blocks whose encryption is the key stream of an FRMPayload, with the AppSKey, or on FPort 0 the NwkSKey as 1.0
    /// and the NwkSEncKey as 1.1: `Ai = 01 | 00000000 | Dir | DevAddr | FCnt | 00 | i` (TS001-1.1 §4.3.3.1).
    ///
    /// @param lengthBytes of the payload, 0 to 255
    /// @return as many whole blocks as cover it
    public static Bytes payload(Direction direction, DevAddr devAddr, FCnt fCnt, int lengthBytes) {
        HexText.requireRange("FRMPayload length", lengthBytes, PhyPayload.MAX_BYTES);
        Bytes[] blocks = new Bytes[(lengthBytes + BLOCK_BYTES - 1) / BLOCK_BYTES];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = encryptionBlock(ZERO_4, direction, devAddr, fCnt, i + 1);
        }
        return Bytes.concat(blocks);
    }

    /// The block whose encryption with the NwkSEncKey is the key stream of FOpts as 1.1:
    /// `A = 01 | 000000 | aa | Dir | DevAddr | FCnt | 00 | 01`, where `aa` is 01 when the counter is FCntUp or NFCntDown and
    /// 02 when it is AFCntDown (TS001-1.1 §4.3.1.6 with its errata: without `aa` the key stream of FOpts would be that of a
    /// payload on FPort 0).
    public static Bytes fOpts(DataFrame.Body body, FCnt fCnt) {
        FPort port = body.fPort();
        boolean applicationDown =
                body.direction() == Direction.DOWN && port != null && !port.isCommands();
        return encryptionBlock(
                Bytes.of(0, 0, 0, applicationDown ? 2 : 1),
                body.direction(),
                body.devAddr(),
                fCnt,
                1);
    }

    private static Bytes encryptionBlock(
            Bytes octets1To4, Direction direction, DevAddr devAddr, FCnt fCnt, int index) {
        return Bytes.concat(
                Bytes.of(ENCRYPTION_BLOCK),
                octets1To4,
                Bytes.of(direction.code()),
                devAddr.littleEndian(),
                fCnt.littleEndian(),
                Bytes.of(0, index));
    }

    /// The text and the key stream, exclusive-or: encrypts and decrypts.
    ///
    /// @param keyStream at least as long as the text
    public static Bytes xor(Bytes text, Bytes keyStream) {
        byte[] mixed = text.toArray();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] ^= (byte) keyStream.at(i);
        }
        return Bytes.of(mixed);
    }
}
