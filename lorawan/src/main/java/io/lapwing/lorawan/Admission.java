package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// A join or rejoin whose MIC was found good, asking for a session.
public sealed interface Admission {
    /// What is known of the session asked for.
    SessionRequest session();

    /// A join-request.
    record Join(Eui64 joinEui, DevNonce devNonce, SessionRequest session) implements Admission {}

    /// A rejoin-request of type 0 or 2.
    ///
    /// @param type `REJOIN_0` or `REJOIN_2`
    /// @param under the session whose SNwkSIntKey its MIC was made with, out of [JoinState#rejoinable]
    /// @param count RJcount0
    record RejoinInSession(
            JoinType type, SessionKeyId under, RejoinCount count, SessionRequest session)
            implements Admission {
        public RejoinInSession {
            if (type != JoinType.REJOIN_0 && type != JoinType.REJOIN_2) {
                throw Fault.badInput(type + " in a session: want REJOIN_0 or REJOIN_2");
            }
        }
    }

    /// A rejoin-request of type 1.
    ///
    /// @param count RJcount1
    record RejoinAnew(Eui64 joinEui, RejoinCount count, SessionRequest session)
            implements Admission {}
}
