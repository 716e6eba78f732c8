package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Backend Interfaces messages to and from a Join Server (TS002-1.0 and TS002-1.1 §8, §9), as values.
///
/// An answer brings what was asked for exactly if its result is `Success`.
public sealed interface BackendMessage {
    BackendHeader header();

    /// `MessageType` as written.
    default String messageType() {
        return switch (this) {
            case JoinReq _ -> "JoinReq";
            case JoinAns _ -> "JoinAns";
            case RejoinReq _ -> "RejoinReq";
            case RejoinAns _ -> "RejoinAns";
            case AppSKeyReq _ -> "AppSKeyReq";
            case AppSKeyAns _ -> "AppSKeyAns";
            case HomeNsReq _ -> "HomeNSReq";
            case HomeNsAns _ -> "HomeNSAns";
        };
    }

    /// What is asked.
    sealed interface Request extends BackendMessage {
        Eui64 devEui();
    }

    /// What is answered.
    sealed interface Answer extends BackendMessage {
        BackendResult result();

        /// The session that a [JoinAns] or [RejoinAns] with `Success` brings.
        default Optional<SessionGrant> session() {
            return switch (this) {
                case JoinAns ans -> Optional.ofNullable(ans.grant());
                case RejoinAns ans -> Optional.ofNullable(ans.grant());
                case AppSKeyAns _, HomeNsAns _ -> Optional.empty();
            };
        }
    }

    /// What a network server gives with a join or rejoin, for the join-accept.
    ///
    /// @param macVersion of the device, as the network server believes
    /// @param frame the join-request or rejoin-request: `PHYPayload`
    record JoinTerms(
            MacVersion macVersion,
            PhyPayload frame,
            DevAddr devAddr,
            DlSettings dlSettings,
            RxDelay rxDelay,
            @Nullable CfList cfList) {
        public JoinTerms {
            HexText.requireRange("RxDelay", rxDelay.value(), 15);
        }
    }

    /// Asks for a session after a join-request.
    record JoinReq(BackendHeader header, Eui64 devEui, JoinTerms terms) implements Request {}

    /// Asks for a session after a rejoin-request.
    record RejoinReq(BackendHeader header, Eui64 devEui, JoinTerms terms) implements Request {}

    /// Asks for the AppSKey of a session.
    record AppSKeyReq(BackendHeader header, Eui64 devEui, SessionKeyId sessionKeyId)
            implements Request {}

    /// Asks which network is the device's home.
    record HomeNsReq(BackendHeader header, Eui64 devEui) implements Request {}

    /// Answers a [JoinReq].
    record JoinAns(BackendHeader header, BackendResult result, @Nullable SessionGrant grant)
            implements Answer {
        public JoinAns {
            requireExactlyOnSuccess("JoinAns", result, grant);
        }
    }

    /// Answers a [RejoinReq].
    record RejoinAns(BackendHeader header, BackendResult result, @Nullable SessionGrant grant)
            implements Answer {
        public RejoinAns {
            requireExactlyOnSuccess("RejoinAns", result, grant);
        }
    }

    /// Answers an [AppSKeyReq].
    record AppSKeyAns(BackendHeader header, BackendResult result, @Nullable AppSKeyGrant grant)
            implements Answer {
        public AppSKeyAns {
            requireExactlyOnSuccess("AppSKeyAns", result, grant);
        }
    }

    /// What an AppSKeyAns with `Success` brings.
    ///
    /// @param appSKey for the application server that asked
    record AppSKeyGrant(Eui64 devEui, SessionKeyId sessionKeyId, KeyEnvelope appSKey) {}

    /// Answers a [HomeNsReq].
    ///
    /// @param home the home network: `HNetID`
    /// @param homeNsid which of its network servers: `HNSID`, of version 1.1 only and optional there
    record HomeNsAns(
            BackendHeader header,
            BackendResult result,
            @Nullable NetId home,
            @Nullable Eui64 homeNsid)
            implements Answer {
        public HomeNsAns {
            requireExactlyOnSuccess("HomeNSAns", result, home);
        }
    }

    private static void requireExactlyOnSuccess(
            String what, BackendResult result, @Nullable Object content) {
        if (result.isSuccess() != (content != null)) {
            throw Fault.badInput(
                    what
                            + " with "
                            + result.code()
                            + (content == null ? " and no content" : " and content")
                            + ": content goes with Success alone");
        }
    }
}
