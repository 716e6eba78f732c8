package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import org.jspecify.annotations.Nullable;

/// A data frame of either direction (TS001-1.1 §4.3):
/// `MHDR | DevAddr(4) | FCtrl(1) | FCnt(2) | FOpts(0..15) | FPort(0..1) | FRMPayload | MIC(4)`.
///
/// @param body all of it before the MIC
public record DataFrame(Body body, Mic mic) implements Frame {
    private static final int HEADER_BYTES = 8;
    private static final int SHORTEST_BYTES = HEADER_BYTES + Mic.LENGTH_BYTES;
    private static final int FOPTS_MAX_BYTES = 15;
    private static final int FOPTS_LENGTH = 0x0f;

    /// A data frame before its MIC, with FOpts and FRMPayload as they go over the air: encrypted.
    ///
    /// @param confirmed whether the other side must acknowledge it
    /// @param fCntWire the lower 16 bits of the counter
    /// @param fOpts commands beside the payload, 0 to 15 octets
    /// @param fPort none for a frame without payload
    public record Body(
            Direction direction,
            boolean confirmed,
            DevAddr devAddr,
            FCtrl fCtrl,
            int fCntWire,
            Bytes fOpts,
            @Nullable FPort fPort,
            Bytes frmPayload) {
        public Body {
            HexText.requireRange("FCnt on the air", fCntWire, 0xffff);
            if (fOpts.length() > FOPTS_MAX_BYTES) {
                throw Fault.badInput(
                        "FOpts of "
                                + fOpts.length()
                                + " bytes: want at most 15, or commands on FPort 0");
            }
            if (fPort == null && frmPayload.length() > 0) {
                throw Fault.badInput("FRMPayload without FPort: a payload needs one");
            }
            if (fPort != null && fPort.isCommands() && fOpts.length() > 0) {
                throw Fault.badInput(
                        "commands both in FOpts and on FPort 0: want one of them (TS001-1.1 §4.3.1.6)");
            }
            int length = SHORTEST_BYTES + fOpts.length() + frmPayload.length() + 1;
            if (fPort != null && length > PhyPayload.MAX_BYTES) {
                throw Fault.badInput(
                        "data frame of " + length + " bytes: want at most " + PhyPayload.MAX_BYTES);
            }
        }

        /// The octets over which the MIC is computed, after its B0 or B1 block.
        public Bytes octets() {
            return Bytes.concat(
                    Bytes.of(mhdr()),
                    devAddr.littleEndian(),
                    Bytes.of((fCtrl.bits() << 4) | fOpts.length()),
                    HexText.littleEndian(fCntWire, 2),
                    fOpts,
                    fPort == null ? Bytes.EMPTY : Bytes.of(fPort.value()),
                    frmPayload);
        }

        private int mhdr() {
            return switch (direction) {
                case UP -> confirmed ? Mhdr.CONFIRMED_UP : Mhdr.UNCONFIRMED_UP;
                case DOWN -> confirmed ? Mhdr.CONFIRMED_DOWN : Mhdr.UNCONFIRMED_DOWN;
            };
        }
    }

    static DataFrame parse(Bytes octets) {
        if (octets.length() < SHORTEST_BYTES) {
            throw Fault.badInput(
                    "data frame of " + octets.length() + " bytes: want at least " + SHORTEST_BYTES);
        }
        int mhdr = octets.at(0);
        int fCtrl = octets.at(5);
        int payloadEnd = octets.length() - Mic.LENGTH_BYTES;
        int fOptsEnd = HEADER_BYTES + (fCtrl & FOPTS_LENGTH);
        if (fOptsEnd > payloadEnd) {
            throw Fault.badInput(
                    "data frame whose FOpts of "
                            + (fCtrl & FOPTS_LENGTH)
                            + " bytes reach into its MIC: "
                            + octets.length()
                            + " bytes are too few");
        }
        boolean hasPort = fOptsEnd < payloadEnd;
        Body body =
                new Body(
                        mhdr == Mhdr.UNCONFIRMED_UP || mhdr == Mhdr.CONFIRMED_UP
                                ? Direction.UP
                                : Direction.DOWN,
                        mhdr == Mhdr.CONFIRMED_UP || mhdr == Mhdr.CONFIRMED_DOWN,
                        DevAddr.littleEndian(octets.slice(1, 5)),
                        new FCtrl(fCtrl >> 4),
                        (int) HexText.littleEndian(octets.slice(6, 8)),
                        octets.slice(HEADER_BYTES, fOptsEnd),
                        hasPort ? new FPort(octets.at(fOptsEnd)) : null,
                        hasPort ? octets.slice(fOptsEnd + 1, payloadEnd) : Bytes.EMPTY);
        return new DataFrame(body, Mhdr.mic(octets));
    }

    @Override
    public PhyPayload phyPayload() {
        return new PhyPayload(Bytes.concat(body.octets(), mic.octets()));
    }
}
