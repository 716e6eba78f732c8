package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.ResultCode;

/// A request that is not granted.
///
/// @param why for the audit log: value, limit, remedy; never a secret
record Refusal(Reason reason, String why) {
    /// What is wrong, the result code that says it (TS002-1.1 §23.5), and the word in the audit log.
    enum Reason {
        MALFORMED("malformed", ResultCode.MALFORMED_MESSAGE, true),
        PROTOCOL_VERSION("protocol-version", ResultCode.INVALID_PROTOCOL_VERSION, true),
        FRAME_SIZE("frame-size", ResultCode.FRAME_SIZE_ERROR, true),
        UNKNOWN_SENDER("unknown-sender", ResultCode.UNKNOWN_SENDER, false),
        UNKNOWN_RECEIVER("unknown-receiver", ResultCode.UNKNOWN_RECEIVER, true),
        /// The peer may not speak of devices with this JoinEUI.
        NOT_THIS_PEER("not-this-peer", ResultCode.ACTIVATION_DISALLOWED, false),
        UNKNOWN_DEVICE("unknown-device", ResultCode.UNKNOWN_DEV_EUI, false),
        /// The device's lifecycle does not let it join.
        BARRED("barred", ResultCode.ACTIVATION_DISALLOWED, false),
        /// The device's home is another network, and it may not be activated away from it.
        NOT_HOME("not-home", ResultCode.ROAMING_ACT_DISALLOWED, false),
        /// The network server takes the device for one of another LoRaWAN version.
        STALE_PROFILE("stale-profile", ResultCode.STALE_DEVICE_PROFILE, true),
        MIC_FAILED("mic-failed", ResultCode.MIC_FAILED, false),
        REPLAYED("replayed", ResultCode.FRAME_REPLAYED, false),
        /// A number is used up.
        EXHAUSTED("exhausted", ResultCode.JOIN_REQ_FAILED, false),
        /// An application server asks for a device whose data is another's. It hears that there is no such device.
        NOT_OWNER("not-owner", ResultCode.UNKNOWN_DEV_EUI, false),
        /// The session asked for is none that is remembered.
        UNKNOWN_SESSION("unknown-session", ResultCode.OTHER, true),
        NO_HOME("no-home", ResultCode.OTHER, true),
        /// Something on this side does not work: a missing wrapping key, a vault that does not answer.
        FAILED("failed", ResultCode.OTHER, false);

        private final String word;
        private final ResultCode code;
        private final boolean told;

        Reason(String word, ResultCode code, boolean told) {
            this.word = word;
            this.code = code;
            this.told = told;
        }

        /// For the audit log and metrics: `mic-failed`.
        String word() {
            return word;
        }
    }

    static Refusal of(Reason reason, String why) {
        return new Refusal(reason, why);
    }

    /// What a fault met on the way means to the sender.
    static Refusal of(Fault fault) {
        return switch (fault.kind()) {
            case BAD_INPUT -> new Refusal(Reason.MALFORMED, fault.getMessage());
            case UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    CONFLICT,
                    TAMPERED,
                    EXHAUSTED,
                    UNAVAILABLE,
                    INTERNAL ->
                    new Refusal(Reason.FAILED, fault.getMessage());
        };
    }

    /// The `Result` of the answer. What went wrong inside, or would tell a peer about devices that are not its own, stays
    /// out of it.
    BackendResult result(Request request) {
        return new BackendResult(
                code(request).forCaller(request.header().version()), description());
    }

    /// A join that fails for a reason of this side has failed: JoinReqFailed says exactly that (TS002-1.1 §23.5).
    private ResultCode code(Request request) {
        return switch (request) {
            case JoinReq _, RejoinReq _ ->
                    reason.code == ResultCode.OTHER ? ResultCode.JOIN_REQ_FAILED : reason.code;
            case AppSKeyReq _, HomeNsReq _ -> reason.code;
        };
    }

    ResultCode code() {
        return reason.code;
    }

    String description() {
        return reason.told ? why : reason.word;
    }
}
