package io.lapwing.lorawan;

import io.lapwing.crypto.Fault;

/// What a device asked with when it was given a session: JoinReqType of TS001-1.1 §6.2.3.
public enum JoinType {
    /// A join-request.
    JOIN(0xff),
    /// A rejoin-request of type 0: the session and all radio parameters anew.
    REJOIN_0(0),
    /// A rejoin-request of type 1: a lost session anew, by way of the Join Server.
    REJOIN_1(1),
    /// A rejoin-request of type 2: new session keys, radio parameters kept.
    REJOIN_2(2);

    private final int code;

    JoinType(int code) {
        this.code = code;
    }

    /// The octet that begins the input of a 1.1 join-accept's MIC: FF, 00, 01 or 02.
    public int code() {
        return code;
    }

    static JoinType of(int code) {
        for (JoinType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw Fault.badInput("JoinReqType " + code + ": want 255, 0, 1 or 2");
    }
}
