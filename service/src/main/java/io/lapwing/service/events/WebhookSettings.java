package io.lapwing.service.events;

import io.lapwing.crypto.Fault;
import java.time.Duration;

/// How patient webhooks are.
///
/// @param timeout for one exchange
/// @param firstPause after the first failure; it doubles with each further one
/// @param longestPause the most it grows to
/// @param giveUpAfter a webhook that fails for so long is told of nothing until a person resumes it
/// @param saveEvery how often at most a position is saved: what was delivered since is delivered again after a crash
public record WebhookSettings(
        Duration timeout,
        Duration firstPause,
        Duration longestPause,
        Duration giveUpAfter,
        Duration saveEvery) {
    /// How many webhooks there may be.
    public static final int MAX_WEBHOOKS = 100;

    /// The most events of one delivery.
    public static final int MAX_EVENTS = 100;

    public WebhookSettings {
        if (timeout.isNegative() || timeout.isZero() || firstPause.toMillis() < 1) {
            throw Fault.badInput("webhooks: want a timeout and a first pause above zero");
        }
    }

    /// Ten seconds for an exchange; pauses from 5 seconds to 4 hours; given up after a day.
    public static WebhookSettings defaults() {
        return new WebhookSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofHours(4),
                Duration.ofDays(1),
                Duration.ofSeconds(1));
    }

    /// How long to pause after so many failures, before jitter.
    Duration pause(int failures) {
        Duration pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
