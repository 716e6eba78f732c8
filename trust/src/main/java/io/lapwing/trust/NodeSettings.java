package io.lapwing.trust;

import io.lapwing.crypto.Fault;
import java.time.Duration;

/// How patient a node is.
///
/// @param answerWithin until it says a thing again; longer on a slow link
/// @param tries how often it says a thing, 1 to 20
/// @param runLife how long a nonce of its own is good: no session key may become known within it
public record NodeSettings(Duration answerWithin, int tries, Duration runLife) {
    public NodeSettings {
        if (answerWithin.isNegative() || answerWithin.isZero()) {
            throw Fault.badInput("answer within " + answerWithin + ": want more than nothing");
        }
        if (tries < 1 || tries > 20) {
            throw Fault.badInput("tries " + tries + ": want 1 to 20");
        }
        if (runLife.compareTo(answerWithin) < 0) {
            throw Fault.badInput("life of a run " + runLife + ": want at least " + answerWithin);
        }
    }

    public static NodeSettings defaults() {
        return new NodeSettings(Duration.ofSeconds(10), 6, Duration.ofMinutes(5));
    }
}
