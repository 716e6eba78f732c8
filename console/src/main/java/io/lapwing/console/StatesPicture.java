package io.lapwing.console;

import java.util.Map;

/// Devices by state as one bar, each state as long as its share.
final class StatesPicture {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 16;

    /// A state that has a device is seen, however small its share.
    private static final int LEAST = 8;

    private static final int GAP = 3;

    private StatesPicture() {}

    /// The picture as SVG; its parts have the classes `p-` and the state.
    static String of(Map<String, Long> devices) {
        long total = devices.values().stream().mapToLong(Long::longValue).sum();
        long shown = devices.values().stream().filter(count -> count > 0).count();
        double room = WIDTH - shown * (double) (LEAST + GAP);
        Svg svg = new Svg(WIDTH, HEIGHT, "states-picture", "Devices by state", text(devices));
        svg.stretched();
        double x = 0;
        for (Map.Entry<String, Long> entry : devices.entrySet()) {
            if (entry.getValue() > 0) {
                double width = LEAST + room * entry.getValue() / total;
                svg.rect(x, 0, width, HEIGHT, 3, "p-" + Svg.word(entry.getKey()));
                x += width + GAP;
            }
        }
        if (total == 0) {
            svg.rect(0, 0, WIDTH, HEIGHT, 3, "p-box");
        }
        return svg.toString();
    }

    private static String text(Map<String, Long> devices) {
        StringBuilder text = new StringBuilder();
        devices.forEach((state, count) ->
                text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(state));
        return text.isEmpty() ? "no devices" : text.toString();
    }
}
