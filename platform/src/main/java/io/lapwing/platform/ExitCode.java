package io.lapwing.platform;

import io.lapwing.crypto.Fault;

/// How the process ends. The numbers are part of the command's contract.
enum ExitCode {
    DONE(0, "done, and everything it checked is true"),
    FAILED(1, "it ran and failed, or a check was not true"),
    USAGE(2, "the command line or an input is wrong: correct it"),
    REFUSED(3, "refused: not allowed, not there, or not in this state"),
    UNAVAILABLE(4, "a part that is needed does not answer: try again later"),
    TAMPERED(5, "stored or received data is not what was written");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    /// The one place where a fault becomes an exit code.
    static ExitCode of(Fault.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> USAGE;
            case UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT -> REFUSED;
            case EXHAUSTED, UNAVAILABLE -> UNAVAILABLE;
            case TAMPERED -> TAMPERED;
            case INTERNAL -> FAILED;
        };
    }
}
