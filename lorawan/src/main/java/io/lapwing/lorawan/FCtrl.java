package io.lapwing.lorawan;

/// The flags of a data frame: the upper four bits of FCtrl (TS001-1.1 §4.3.1).
///
/// @param bits 4 bits: ADR; ADRACKReq of an uplink; ACK; ClassB of an uplink, FPending of a downlink
public record FCtrl(int bits) {
    /// No flag.
    public static final FCtrl NONE = new FCtrl(0);

    private static final int ACK = 0b0010;

    public FCtrl {
        HexText.requireRange("FCtrl flags", bits, 15);
    }

    /// The same flags, and that the last confirmed frame of the other side was received.
    public FCtrl withAck() {
        return new FCtrl(bits | ACK);
    }

    /// Whether the last confirmed frame of the other side was received. In 1.1 its counter then enters the MIC.
    public boolean ack() {
        return (bits & ACK) != 0;
    }
}
