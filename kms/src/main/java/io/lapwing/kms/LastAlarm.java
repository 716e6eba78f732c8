package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.regex.Pattern;

/// The last alarm of a device that was taken.
///
/// @param counter higher than in any that was taken before: 1 to 2³² − 1
/// @param kind what happened, in a word: `light`, `sensors-lost`
/// @param at when it was taken, to the second
public record LastAlarm(long counter, String kind, Instant at) {
    private static final long MOST = 0xFFFF_FFFFL;
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");

    public LastAlarm {
        if (counter < 1 || counter > MOST) {
            throw Fault.badInput("alarm counter " + counter + ": want 1 to " + MOST);
        }
        if (!KIND.matcher(kind).matches()) {
            throw Fault.badInput(
                    "kind of an alarm of "
                            + kind.length()
                            + " characters: want 1 to 32 of a-z 0-9 -");
        }
        at = Instant.ofEpochSecond(at.getEpochSecond());
    }
}
