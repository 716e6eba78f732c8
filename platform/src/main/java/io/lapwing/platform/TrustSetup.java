package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.radio.CellSettings;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import io.lapwing.trust.NodeSettings;
import java.time.Duration;
import java.util.Arrays;

/// How a trusted environment over a simulated radio is set up.
///
/// @param loss share of all frames that is lost, 0 to 0.5
/// @param seed of all chance of the radio
record TrustSetup(SpreadingFactor factor, double loss, long seed, TrustChipTimes times) {
    private static final double MOST_LOSS = 0.5;

    /// A message for all is missed no more often than this, as far as parity can help.
    private static final double MISSED = 0.02;

    private static final int LONGEST_FRAME_BYTES = 255;

    private static final int ACKNOWLEDGEMENT_BYTES = 14;

    /// With a software TPM and a durable store.
    private static final Duration USUAL_COMPUTING = Duration.ofMillis(60);

    /// The least time after which a node says a thing again.
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);

    /// A node says a thing again after so many of the longest frames: the link repeats frames long before.
    private static final int FRAMES_OF_PATIENCE = 40;

    private static final int TRIES = 6;

    TrustSetup {
        if (!(loss >= 0 && loss <= MOST_LOSS)) {
            throw Fault.badInput("loss %s: want 0 to %s".formatted(loss, MOST_LOSS));
        }
    }

    /// @param factor 7 to 12
    static TrustSetup of(int factor, double loss, long seed, TrustChipTimes times) {
        return new TrustSetup(
                Arrays.stream(SpreadingFactor.values())
                        .filter(one -> one.bits() == factor)
                        .findFirst()
                        .orElseThrow(() ->
                                Fault.badInput(
                                        "spreading factor %d: want 7 to 12".formatted(factor))),
                loss,
                seed,
                times);
    }

    /// Acknowledgements wait for the answers that can carry them: as long as parties usually compute, or, where that is more,
    /// as long as the acknowledgement alone would be on the air.
    CellSettings cell() {
        Modulation modulation = Modulation.of(factor);
        long aloneNs = modulation.airTimeNs(ACKNOWLEDGEMENT_BYTES);
        LinkSettings link =
                LinkSettings.of(modulation)
                        .withAnswersAfter(Math.max(aloneNs, USUAL_COMPUTING.toNanos()));
        return CellSettings.of(modulation).with(link).withLoss(loss);
    }

    /// Frames more than it needs that go out with a message for all: as many as make it come through, were it one frame.
    int parity() {
        int parity = 0;
        for (double missed = loss; missed > MISSED; missed *= loss) {
            parity++;
        }
        return parity;
    }

    /// How patient nodes are on such a radio.
    NodeSettings nodes() {
        Duration slow =
                Duration.ofNanos(
                        FRAMES_OF_PATIENCE * Modulation.of(factor).airTimeNs(LONGEST_FRAME_BYTES));
        Duration patience = slow.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : slow;
        return new NodeSettings(patience, TRIES, patience.multipliedBy(TRIES));
    }
}
