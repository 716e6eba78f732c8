package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Something that takes two people: one asks, another approves or refuses, and then it is done once.
///
/// @param askedBy the text of the principal who asked
/// @param until afterwards nobody decides it any more
/// @param decidedBy who approved or refused
/// @param job the job that does it, or did
/// @param result what came of it, in a sentence
public record Wish(
        String id,
        Asked asked,
        String askedBy,
        Instant at,
        Instant until,
        State state,
        Optional<String> decidedBy,
        Optional<String> job,
        Optional<String> result) {
    private static final int MAX_REASON = 200;

    /// The longest that the one who does it goes on with.
    static final int MAX_ARGUMENT = 32_768;

    /// What is asked for.
    ///
    /// @param step what takes two people, a word: `vault-destroy`
    /// @param permission what one needs in order to ask, and still when it is done
    /// @param object what it is done to, for those who decide: 1 to 200 characters
    /// @param argument what the one who does it goes on with; never a secret
    /// @param target decides who may ask and who may approve
    /// @param reason in the asker's words, 1 to 200 characters
    public record Asked(
            String step,
            Permission permission,
            String object,
            String argument,
            Target target,
            String reason) {
        public Asked {
            check("object", object);
            check("reason", reason);
            if (argument.length() > MAX_ARGUMENT) {
                throw Fault.badInput(
                        "what is asked for, of %d characters: want at most %d; choose devices by a filter"
                                .formatted(argument.length(), MAX_ARGUMENT));
            }
        }

        private static void check(String field, String text) {
            if (text.isBlank() || text.length() > MAX_REASON) {
                throw Fault.badInput(
                        "%s of %d characters: want 1 to %d"
                                .formatted(field, text.length(), MAX_REASON));
            }
        }
    }

    /// How far it is.
    public enum State {
        WAITING,
        /// Decided, and about to be done, or ready for the one who asked.
        APPROVED,
        REFUSED,
        /// The one who asked wants it no more.
        WITHDRAWN,
        /// Nobody decided it in time.
        OVER,
        /// A job does it.
        TAKEN,
        DONE,
        /// It was tried, and did not come to its end.
        FAILED;

        /// As it stands on screen and in rows: `waiting`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Wish in(State next) {
        return new Wish(id, asked, askedBy, at, until, next, decidedBy, job, result);
    }

    Wish decided(State next, String by) {
        return new Wish(id, asked, askedBy, at, until, next, Optional.of(by), job, result);
    }

    Wish taken(String byJob) {
        return new Wish(
                id, asked, askedBy, at, until, State.TAKEN, decidedBy, Optional.of(byJob), result);
    }

    Wish ended(State end, String what) {
        return new Wish(id, asked, askedBy, at, until, end, decidedBy, job, Optional.of(what));
    }
}
