package io.lapwing.radio;

import java.util.random.RandomGenerator;

/// When this node may transmit: not over a frame it notices, not before the radio has turned around, and with nothing new
/// while others' answers are due.
final class Airspace {
    /// From this round on each other wait is as long as the other side's frames, which it may send itself without hearing these.
    private static final int DEAF_ROUND = 3;

    /// Rivals are set apart by at most so many of the longest frames that were on the air.
    private static final int MOST_FRAMES = 3;

    /// Rivals are set apart by less than so many slots.
    private static final int MOST_SLOTS = 32;

    private final LinkTimes times;
    private final RandomGenerator random;
    private long longestFrameNs;
    private int slots = 1;
    private long clearNs = Long.MIN_VALUE;
    private long claimedNs = Long.MIN_VALUE;

    Airspace(LinkTimes times, RandomGenerator random) {
        longestFrameNs = times.acknowledgementNs();
        this.times = times;
        this.random = random;
    }

    /// A frame ended now, someone's or this node's own, and was understood: what was claimed before is settled.
    void heard(long nowNs, long airTimeNs) {
        longestFrameNs = Math.max(longestFrameNs, airTimeNs);
        clearNs = nowNs + times.turnaroundNs();
        claimedNs = Long.MIN_VALUE;
    }

    /// Someone's frame is on the air.
    void busy(long untilNs) {
        clearNs = Math.max(clearNs, untilNs + times.turnaroundNs());
    }

    /// Until then others have the word, and whoever waits for its end as well is a rival.
    void claimForOthers(long untilNs) {
        if (untilNs > claimedNs) {
            claimedNs = untilNs + random.nextInt(2 * slots) * times.slotNs();
        }
    }

    /// Until then an answer is due.
    void claim(long untilNs) {
        claimedNs = Math.max(claimedNs, untilNs);
    }

    /// When an answer to what ended now is late.
    ///
    /// @param round how often it was already: rivals who began at once draw apart, by slots or by whole frames
    long answerDueNs(long nowNs, int round) {
        boolean deaf = round >= DEAF_ROUND && round % 2 == 1;
        long apart =
                deaf
                        ? random.nextLong(Math.min(round / 2, MOST_FRAMES) * longestFrameNs)
                        : random.nextInt(Math.min(slots, 2)) * times.slotNs();
        return nowNs + times.answerNs() + apart;
    }

    /// An answer came: there are no rivals to speak of.
    void answered() {
        slots = 1;
    }

    /// No answer came: noise, or a rival; each time twice as many slots set them apart (binary exponential backoff).
    void unanswered() {
        slots = Math.min(2 * slots, MOST_SLOTS);
    }

    boolean isClear(long nowNs) {
        return nowNs >= clearNs;
    }

    /// Whether a train may begin.
    boolean isFree(long nowNs) {
        return nowNs >= freeNs();
    }

    long clearNs() {
        return clearNs;
    }

    long freeNs() {
        return Math.max(clearNs, claimedNs);
    }
}
