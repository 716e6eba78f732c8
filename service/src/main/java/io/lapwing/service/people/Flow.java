package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Somebody between a first proof and a session. It allows one thing: the next step.
final class Flow {
    /// Answers after which one starts again.
    private static final int MAX_TRIES = 5;

    private final PersonId person;
    private final Stage stage;
    private final Instant until;
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicReference<Optional<Bytes>> challenge =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Bytes>> totpSalt =
            new AtomicReference<>(Optional.empty());

    /// What may come next.
    enum Stage {
        /// To show a second factor that is enrolled.
        FACTOR,
        /// To enrol the first second factor, after one proof.
        ENROLMENT,
        /// To enrol another, after both.
        FURTHER_ENROLMENT
    }

    Flow(PersonId person, Stage stage, Instant until) {
        this.person = person;
        this.stage = stage;
        this.until = until;
    }

    PersonId person() {
        return person;
    }

    Stage stage() {
        return stage;
    }

    boolean isEnrolment() {
        return stage != Stage.FACTOR;
    }

    /// Whether a second factor may be enrolled: one proof alone opens the first one only, also when two try at once.
    boolean mayEnrol(PersonRow row) {
        return stage == Stage.FURTHER_ENROLMENT || !row.means().hasSecondFactor();
    }

    Instant until() {
        return until;
    }

    /// Takes one of the tries, before the answer is looked at: many at once are no more than so many.
    ///
    /// @return whether there was one left
    boolean takeTry() {
        return tries.incrementAndGet() <= MAX_TRIES;
    }

    /// Whether there are no tries left.
    boolean isSpent() {
        return tries.get() >= MAX_TRIES;
    }

    void ask(Bytes random) {
        challenge.set(Optional.of(random));
    }

    /// The challenge that was asked, once.
    Optional<Bytes> takeChallenge() {
        return challenge.getAndSet(Optional.empty());
    }

    void propose(Bytes salt) {
        totpSalt.set(Optional.of(salt));
    }

    Optional<Bytes> proposed() {
        return totpSalt.get();
    }
}
