package io.lapwing.device;

import io.lapwing.crypto.Fault;

/// The status words of IoT.05, as far as a caller can do something about them.
enum SafeStatus {
    OK(0x9000, Fault.Kind.INTERNAL, "done"),
    WRONG_LENGTH(0x6700, Fault.Kind.BAD_INPUT, "wrong length"),
    NOT_ALLOWED(0x6982, Fault.Kind.FORBIDDEN, "security status not satisfied"),
    WRONG_STATE(0x6985, Fault.Kind.CONFLICT, "the object is not for this, or no session is open"),
    WRONG_DATA(0x6a80, Fault.Kind.BAD_INPUT, "incorrect data"),
    NO_OBJECT(0x6a82, Fault.Kind.NOT_FOUND, "no such object, or it is empty"),
    WRONG_P1_P2(0x6a86, Fault.Kind.BAD_INPUT, "incorrect P1 or P2"),
    NO_INSTRUCTION(0x6d00, Fault.Kind.UNAVAILABLE, "this applet has no such instruction"),
    WRONG_SIGNATURE(0x6d01, Fault.Kind.FORBIDDEN, "the signature is not of this text and key"),
    NO_CLASS(0x6e00, Fault.Kind.UNAVAILABLE, "no IoT SAFE applet is selected"),
    /// Whatever else a card says.
    OTHER(0, Fault.Kind.UNAVAILABLE, "the card failed");

    private final int word;
    private final Fault.Kind kind;
    private final String meaning;

    SafeStatus(int word, Fault.Kind kind, String meaning) {
        this.word = word;
        this.kind = kind;
        this.meaning = meaning;
    }

    static SafeStatus of(int word) {
        for (SafeStatus status : values()) {
            if (status.word == word) {
                return status;
            }
        }
        return OTHER;
    }

    /// What to throw for it.
    Fault fault(int instruction, int statusWord) {
        return fault(kind, instruction, statusWord);
    }

    /// The same, of another kind.
    Fault fault(Fault.Kind as, int instruction, int statusWord) {
        return new Fault(
                as,
                "card answers %04X to instruction %02X: %s"
                        .formatted(statusWord, instruction, meaning));
    }
}
