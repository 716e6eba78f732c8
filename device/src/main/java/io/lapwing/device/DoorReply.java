package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.charset.StandardCharsets;

/// An answer through a door: `00 |` what was asked for, or `kind | ` why not, in words.
sealed interface DoorReply {
    int DONE = 0;
    int MAX_TEXT_BYTES = 300;

    record Done(Bytes data) implements DoorReply {}

    record Refused(Fault.Kind kind, String why) implements DoorReply {}

    /// What a fault tells outside: of a defect, only that it was one.
    static Refused of(Fault fault) {
        return fault.kind() == Fault.Kind.INTERNAL
                ? new Refused(fault.kind(), "it failed at this request")
                : new Refused(fault.kind(), fault.getMessage());
    }

    default Bytes encode() {
        return switch (this) {
            case Done(Bytes data) -> Bytes.concat(Bytes.of(DONE), data);
            case Refused(Fault.Kind kind, String why) -> {
                Bytes text = Bytes.of(why.getBytes(StandardCharsets.UTF_8));
                yield Bytes.concat(
                        Bytes.of(code(kind)),
                        text.slice(0, Math.min(text.length(), MAX_TEXT_BYTES)));
            }
        };
    }

    /// What was asked for.
    ///
    /// @throws Fault of the kind that the other side says, or `TAMPERED` for what is no reply
    static Bytes orThrow(Bytes octets) {
        if (octets.length() == 0) {
            throw new Fault(Fault.Kind.TAMPERED, "an empty reply: want a status at least");
        }
        Bytes rest = octets.slice(1, octets.length());
        if (octets.at(0) == DONE) {
            return rest;
        }
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (code(kind) == octets.at(0)) {
                throw new Fault(kind, new String(rest.toArray(), StandardCharsets.UTF_8));
            }
        }
        throw new Fault(Fault.Kind.TAMPERED, "status " + octets.at(0) + " is none that there is");
    }

    private static int code(Fault.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> 1;
            case UNAUTHENTICATED -> 2;
            case FORBIDDEN -> 3;
            case NOT_FOUND -> 4;
            case CONFLICT -> 5;
            case TAMPERED -> 6;
            case EXHAUSTED -> 7;
            case UNAVAILABLE -> 8;
            case INTERNAL -> 9;
        };
    }
}
