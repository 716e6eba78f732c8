package io.lapwing.console;

import java.util.List;
import java.util.Locale;

/// Joins of each minute as an area, refused ones as bars before it.
final class JoinsPicture {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 140;

    private JoinsPicture() {}

    /// The picture as SVG, stretched to its place.
    static String of(List<OverviewDesk.Minute> minutes) {
        long accepted = minutes.stream().mapToLong(OverviewDesk.Minute::accepted).sum();
        long refused = minutes.stream().mapToLong(OverviewDesk.Minute::refused).sum();
        long peak = peak(minutes);
        Svg svg =
                new Svg(
                        WIDTH,
                        HEIGHT,
                        "joins-picture",
                        "Joins a minute over the last hour",
                        "%d accepted, %d refused, at most %d in a minute"
                                .formatted(accepted, refused, peak));
        svg.stretched();
        for (int i = 0; i <= 2; i++) {
            double y = 1 + i * (HEIGHT - 2) / 2.0;
            svg.line(0, y, WIDTH, y, "p-rule");
        }
        if (minutes.size() > 1) {
            curve(svg, minutes, Math.max(peak, 1));
        }
        return svg.toString();
    }

    /// The most joins of one minute.
    static long peak(List<OverviewDesk.Minute> minutes) {
        return minutes.stream()
                .mapToLong(minute -> Math.max(minute.accepted(), minute.refused()))
                .max()
                .orElse(0);
    }

    private static void curve(Svg svg, List<OverviewDesk.Minute> minutes, long peak) {
        double step = WIDTH / (double) (minutes.size() - 1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < minutes.size(); i++) {
            OverviewDesk.Minute minute = minutes.get(i);
            line.append(
                    String.format(
                            Locale.ROOT,
                            "%s%.1f %.1f",
                            i == 0 ? "M" : "L",
                            i * step,
                            y(minute.accepted(), peak)));
            if (minute.refused() > 0) {
                double top = y(minute.refused(), peak);
                svg.rect(
                        Math.max(0, i * step - step / 4),
                        top,
                        step / 2,
                        HEIGHT - top,
                        0,
                        "p-refused");
            }
        }
        svg.path(line + "L%d %dL0 %dZ".formatted(WIDTH, HEIGHT, HEIGHT), "p-area");
        svg.path(line.toString(), "p-line");
    }

    private static double y(long count, long peak) {
        return HEIGHT - (HEIGHT - 8) * (double) count / peak;
    }
}
