package io.lapwing.radio;

import java.util.random.RandomGenerator;

/// When this node may transmit: not over a frame it notices, not before the radio has turned around, and with nothing new
/// while others' answers are due.
final class Airspace {
    /// Rivals are set apart by up to so many halves of a detection, one more each round.
    private static final int MOST_HALVES = 8;

    private final long detectionNs;
    private final LinkTimes times;
    private final RandomGenerator random;
    private long clearNs = Long.MIN_VALUE;
    private long claimedNs = Long.MIN_VALUE;

    Airspace(Modulation modulation, LinkTimes times, RandomGenerator random) {
        detectionNs = modulation.detectionNs();
        this.times = times;
        this.random = random;
    }

    /// A frame ended now, someone's or this node's own, and was understood: what was claimed before is settled.
    void heard(long nowNs) {
        clearNs = nowNs + times.turnaroundNs();
        claimedNs = Long.MIN_VALUE;
    }

    /// Someone's frame is on the air.
    void busy(long untilNs) {
        clearNs = Math.max(clearNs, untilNs + times.turnaroundNs());
    }

    /// Until then an answer is due.
    void claim(long untilNs) {
        claimedNs = Math.max(claimedNs, untilNs);
    }

    /// When an answer to what ended now is late.
    ///
    /// @param round how often it was already: rivals who began at once draw apart
    long answerDueNs(long nowNs, int round) {
        long apart = Math.min(round + 1, MOST_HALVES) * detectionNs / 2;
        return nowNs + times.answerNs() + random.nextLong(apart + 1);
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
