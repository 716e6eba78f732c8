package io.lapwing.trust;

import java.time.Instant;

/// A message that waits for its answer: said again until it comes, or until it was said often enough.
final class Repeat {
    private final Envelope envelope;
    private final NodeSettings settings;
    private Instant due;
    private int left;

    private Repeat(Envelope envelope, NodeSettings settings, Instant now) {
        this.envelope = envelope;
        this.settings = settings;
        due = now.plus(settings.answerWithin());
        left = settings.tries() - 1;
    }

    /// Says it the first time.
    static Repeat start(Envelope envelope, NodeSettings settings, Instant now, Step.Draft step) {
        step.send(envelope);
        return new Repeat(envelope, settings, now);
    }

    /// Says it again if it is time.
    ///
    /// @return false when it was said often enough
    boolean tick(Instant now, Step.Draft step) {
        if (now.isBefore(due)) {
            return true;
        }
        if (left == 0) {
            return false;
        }
        left--;
        due = now.plus(settings.answerWithin());
        step.send(envelope);
        return true;
    }

    Instant due() {
        return due;
    }

    /// What is said, for whoever asks for it again.
    Envelope envelope() {
        return envelope;
    }
}
