package io.lapwing.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A chart of lines as SVG, which follows the reader's light or dark colours. Each line is named at its end.
///
/// @param alternative what a reader who does not see it should know
/// @param logarithmic whether the vertical axis is
record LineChart(
        String title,
        String alternative,
        Axis across,
        Axis up,
        boolean logarithmic,
        List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 130;
    private static final int TOP = 40;
    private static final int BOTTOM = 54;

    /// Names stand at least so far apart.
    private static final double LEAST_GAP = 14;

    /// Colours of one lightness each, told apart by those who see few as well.
    private static final List<String> ON_LIGHT =
            List.of("#1a7f8e", "#a3470b", "#5b3fa6", "#2b6a2f", "#a01f5c", "#5a5a00");

    private static final List<String> ON_DARK =
            List.of("#56c2d1", "#f0a36b", "#b7a3f2", "#86cf8a", "#f08bb8", "#d4d26a");

    /// The names of moments stand on the paper, over whatever crosses them.
    private static final String MARK_ON_LIGHT =
            " .mark { stroke: #ffffff; stroke-width: 4; paint-order: stroke; }";

    private static final String MARK_ON_DARK = " .mark { stroke: #0d1117; }";

    /// @param ticks the values that are written, the first and the last of which end the axis
    record Axis(String label, List<Double> ticks) {
        double least() {
            return ticks.getFirst();
        }

        double most() {
            return ticks.getLast();
        }
    }

    /// @param dashed whether it is broken, as for what is computed and not simulated
    record Line(String name, boolean dashed, List<Point> points) {}

    record Point(double across, double up) {}

    /// A moment: a line from top to bottom with its name beside it.
    record Mark(String name, double across) {}

    String svg() {
        return svg(List.of());
    }

    /// The same with moments, whose names stand one below the other from the top.
    String svg(List<Mark> marks) {
        return Stream.of(
                        List.of(head(!marks.isEmpty())),
                        IntStream.range(0, across.ticks().size())
                                .mapToObj(this::tickAcross)
                                .toList(),
                        IntStream.range(0, up.ticks().size()).mapToObj(this::tickUp).toList(),
                        IntStream.range(0, lines.size()).mapToObj(this::line).toList(),
                        names(),
                        marks(marks, this::markLine),
                        marks(marks, this::markName),
                        List.of("</svg>"))
                .flatMap(List::stream)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String head(boolean marked) {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="t d">
          <title id="t">%s</title>
          <desc id="d">%s</desc>
          <style>
            .paper { fill: #ffffff; }
            text { font: 12.5px system-ui, sans-serif; fill: #59636e; }
            .title { font-size: 15px; font-weight: 600; fill: #1f2328; }
            .grid { stroke: #d1d9e0; } .line { fill: none; stroke-width: 1.8; }
            %s%s
            @media (prefers-color-scheme: dark) {
              .paper { fill: #0d1117; } text { fill: #9198a1; } .title { fill: #e6edf3; }
              .grid { stroke: #3d444d; }
              %s%s
            }
          </style>
          <rect class="paper" width="%d" height="%d"/>
          <text class="title" x="%d" y="24">%s</text>
          <text x="%d" y="%d" text-anchor="middle">%s</text>
          <text transform="translate(18 %d) rotate(-90)" text-anchor="middle">%s</text>\
        """
                .formatted(
                        WIDTH,
                        HEIGHT,
                        title,
                        alternative,
                        colours(ON_LIGHT),
                        marked ? MARK_ON_LIGHT : "",
                        colours(ON_DARK),
                        marked ? MARK_ON_DARK : "",
                        WIDTH,
                        HEIGHT,
                        LEFT,
                        title,
                        (LEFT + WIDTH - RIGHT) / 2,
                        HEIGHT - 12,
                        across.label(),
                        (TOP + HEIGHT - BOTTOM) / 2,
                        up.label());
    }

    private static String colours(List<String> colours) {
        return IntStream.range(0, colours.size())
                .mapToObj(i ->
                        ".c%d { stroke: %s; } .n%d { fill: %s; }"
                                .formatted(i, colours.get(i), i, colours.get(i)))
                .collect(Collectors.joining(" "));
    }

    private String tickAcross(int i) {
        double value = across.ticks().get(i);
        return "  <path class=\"grid\" d=\"M%s %dV%d\"/><text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted(
                        at(x(value)),
                        TOP,
                        HEIGHT - BOTTOM,
                        at(x(value)),
                        HEIGHT - BOTTOM + 18,
                        number(value));
    }

    private String tickUp(int i) {
        double value = up.ticks().get(i);
        return "  <path class=\"grid\" d=\"M%d %sH%d\"/><text x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>"
                .formatted(
                        LEFT,
                        at(y(value)),
                        WIDTH - RIGHT,
                        LEFT - 8,
                        at(y(value) + 4),
                        number(value));
    }

    private String line(int i) {
        Line line = lines.get(i);
        String path =
                line.points().stream()
                        .map(point -> at(x(point.across())) + " " + at(y(point.up())))
                        .collect(Collectors.joining("L", "M", ""));
        String dashes = line.dashed() ? " stroke-dasharray=\"6 4\"" : "";
        return "  <path class=\"line c%d\"%s d=\"%s\"/>"
                .formatted(i % ON_LIGHT.size(), dashes, path);
    }

    private static List<String> marks(List<Mark> marks, BiFunction<Mark, Integer, String> drawn) {
        return IntStream.range(0, marks.size())
                .mapToObj(i -> drawn.apply(marks.get(i), i))
                .toList();
    }

    /// Marks have the colours that no line has.
    private int colour(int mark) {
        return (lines.size() + mark) % ON_LIGHT.size();
    }

    private String markLine(Mark mark, int i) {
        return "  <path class=\"line c%d\" stroke-dasharray=\"2 3\" d=\"M%s %dV%d\"/>"
                .formatted(colour(i), at(x(mark.across())), TOP, HEIGHT - BOTTOM);
    }

    private String markName(Mark mark, int i) {
        return "  <text class=\"n%d mark\" x=\"%s\" y=\"%s\">%s</text>"
                .formatted(
                        colour(i),
                        at(x(mark.across()) + 5),
                        at(TOP + LEAST_GAP * (i + 1)),
                        mark.name());
    }

    /// Each at its line's end; of lines that end at one place, from the top down, each below the one before.
    private List<String> names() {
        List<Integer> fromTop =
                IntStream.range(0, lines.size())
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble((Integer i) -> end(i).across())
                                        .thenComparingDouble(i -> y(end(i).up())))
                        .toList();
        List<String> names = new ArrayList<>();
        double endX = Double.NaN;
        double endY = 0;
        for (int i : fromTop) {
            double nextX = x(end(i).across());
            double nextY = y(end(i).up());
            endY = nextX == endX ? Math.max(nextY, endY + LEAST_GAP) : nextY;
            endX = nextX;
            names.add(
                    "  <text class=\"n%d\" x=\"%s\" y=\"%s\">%s</text>"
                            .formatted(
                                    i % ON_LIGHT.size(),
                                    at(endX + 6),
                                    at(endY - 2),
                                    lines.get(i).name()));
        }
        return names;
    }

    private Point end(int line) {
        return lines.get(line).points().getLast();
    }

    private double x(double value) {
        double share = (value - across.least()) / (across.most() - across.least());
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        double share =
                (scaled(value) - scaled(up.least())) / (scaled(up.most()) - scaled(up.least()));
        return HEIGHT - BOTTOM - Math.clamp(share, 0, 1) * (HEIGHT - TOP - BOTTOM);
    }

    private double scaled(double value) {
        return logarithmic ? Math.log10(Math.max(value, 1e-12)) : value;
    }

    private static String at(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : Double.toString(value);
    }
}
