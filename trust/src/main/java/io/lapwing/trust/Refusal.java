package io.lapwing.trust;

/// Why the Central Entity refuses: the word in its audit log, and the code that goes over the air where a code does. Who has
/// not shown to be a node hears nothing.
public enum Refusal {
    /// The responder is not trusted: not on the list, or revoked.
    NOT_TRUSTED(1, "not-trusted"),
    /// The responder's answer is not of this run.
    FORGED_ANSWER(2, "forged-answer"),
    /// The sealed key is not for this Central Entity, or was altered.
    BAD_KEY(3, "bad-key"),
    /// Sender is no member.
    UNKNOWN_NODE(0, "unknown-node"),
    /// The tag is not the sender's.
    FORGED(0, "forged"),
    /// No label was entered for this node.
    UNKNOWN_LABEL(0, "unknown-label"),
    /// The access key is another than was entered.
    WRONG_LABEL(0, "wrong-label"),
    /// The label was used already.
    USED_LABEL(0, "used-label"),
    /// The device list holds as many nodes as it can.
    LIST_FULL(0, "list-full"),
    /// A state key for which neither the join nor the key before it vouches.
    UNVOUCHED(0, "unvouched"),
    /// Too many wrong tries: later again.
    TOO_MANY(0, "too-many"),
    /// The octets are no message.
    MALFORMED(0, "malformed"),
    /// A message that nobody waits for.
    UNEXPECTED(0, "unexpected");

    private final int code;
    private final String word;

    Refusal(int code, String word) {
        this.code = code;
        this.word = word;
    }

    int code() {
        return code;
    }

    /// For the audit log: `not-trusted`.
    public String word() {
        return word;
    }

    static Refusal ofCode(int code) {
        for (Refusal refusal : values()) {
            if (code != 0 && refusal.code == code) {
                return refusal;
            }
        }
        return UNEXPECTED;
    }
}
