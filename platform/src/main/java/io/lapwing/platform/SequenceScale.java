package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// Where times stand in a picture of a procedure: from the top down, evenly, so large that what follows one another can be
/// told apart as far as the picture's height allows.
///
/// @param perS pixels a second
record SequenceScale(double elapsedS, double perS) {
    static final int TOP = 112;

    /// Between the beginnings of two messages that are named.
    private static final double LEAST_GAP = 30;

    private static final double LEAST_HEIGHT = 220;
    private static final double MOST_HEIGHT = 1_300;

    /// What is closer together happens at once.
    private static final double AT_ONCE_S = 0.004;

    /// Ticks are one of these times a power of ten apart.
    private static final List<Double> STEPS = List.of(1.0, 2.0, 5.0, 10.0);

    private static final int MOST_TICKS = 12;

    static SequenceScale of(TrustProcedure procedure) {
        double[] starts =
                procedure.messages().stream()
                        .flatMap(message -> message.frames().stream().limit(1))
                        .mapToDouble(TrustProcedure.Frame::startS)
                        .sorted()
                        .toArray();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < starts.length; i++) {
            double gap = starts[i] - starts[i - 1];
            least = gap > AT_ONCE_S ? Math.min(least, gap) : least;
        }
        double elapsedS = Math.max(procedure.quietS(), 0.001);
        double wanted = Double.isFinite(least) ? LEAST_GAP / least * elapsedS : LEAST_HEIGHT;
        return new SequenceScale(
                elapsedS, Math.clamp(wanted, LEAST_HEIGHT, MOST_HEIGHT) / elapsedS);
    }

    double y(double second) {
        return TOP + second * perS;
    }

    double bottom() {
        return y(elapsedS);
    }

    /// Times that are written.
    List<Double> ticks() {
        double rough = elapsedS / MOST_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                STEPS.stream()
                        .map(one -> one * power)
                        .filter(one -> one >= rough)
                        .findFirst()
                        .orElse(10 * power);
        List<Double> ticks = new ArrayList<>();
        DoubleStream.iterate(0, at -> at <= elapsedS, at -> at + step).forEach(ticks::add);
        return ticks;
    }
}
