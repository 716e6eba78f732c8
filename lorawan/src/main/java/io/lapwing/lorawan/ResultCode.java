package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// The result of a Backend Interfaces request (TS002-1.0 Table 24, TS002-1.1 §8.4).
public enum ResultCode {
    SUCCESS("Success"),
    /// 1.1 only: nothing to be done.
    NO_ACTION("NoAction"),
    MIC_FAILED("MICFailed"),
    /// 1.1 only: the frame was seen before.
    FRAME_REPLAYED("FrameReplayed"),
    JOIN_REQ_FAILED("JoinReqFailed"),
    NO_ROAMING_AGREEMENT("NoRoamingAgreement"),
    DEV_ROAMING_DISALLOWED("DevRoamingDisallowed"),
    ROAMING_ACT_DISALLOWED("RoamingActDisallowed"),
    ACTIVATION_DISALLOWED("ActivationDisallowed"),
    UNKNOWN_DEV_EUI("UnknownDevEUI"),
    UNKNOWN_DEV_ADDR("UnknownDevAddr"),
    UNKNOWN_SENDER("UnknownSender"),
    /// Misspelt in both versions of the standard, and so on the wire.
    UNKNOWN_RECEIVER("UnkownReceiver"),
    DEFERRED("Deferred"),
    XMIT_FAILED("XmitFailed"),
    INVALID_FPORT("InvalidFPort"),
    INVALID_PROTOCOL_VERSION("InvalidProtocolVersion"),
    STALE_DEVICE_PROFILE("StaleDeviceProfile"),
    /// 1.0 only: what 1.1 calls MalformedMessage.
    MALFORMED_REQUEST("MalformedRequest"),
    /// 1.1 only: what 1.0 calls MalformedRequest.
    MALFORMED_MESSAGE("MalformedMessage"),
    FRAME_SIZE_ERROR("FrameSizeError"),
    OTHER("Other");

    private final String text;

    ResultCode(String text) {
        this.text = text;
    }

    /// Reads a code of either version; the right spelling of `UnkownReceiver` is taken too.
    public static ResultCode parse(String text) {
        for (ResultCode code : values()) {
            if (code.text.equals(text)) {
                return code;
            }
        }
        if (text.equals("UnknownReceiver")) {
            return UNKNOWN_RECEIVER;
        }
        throw Fault.badInput(
                "ResultCode of " + text.length() + " characters: want one of TS002-1.1 §8.4");
    }

    /// The code that says this to a caller of the given version. A caller may give up on one it does not know, so a 1.0
    /// caller hears of a replay that its join failed.
    public ResultCode forCaller(BackendVersion version) {
        return switch (version) {
            case V1_0 ->
                    switch (this) {
                        case FRAME_REPLAYED -> JOIN_REQ_FAILED;
                        case MALFORMED_MESSAGE -> MALFORMED_REQUEST;
                        case NO_ACTION -> OTHER;
                        default -> this;
                    };
            case V1_1 -> this == MALFORMED_REQUEST ? MALFORMED_MESSAGE : this;
        };
    }

    /// As written in `ResultCode`.
    @Override
    public String toString() {
        return text;
    }
}
