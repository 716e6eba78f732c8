package io.lapwing.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A device's life, from manufactured to retired: what was reached and when, where it stands, what is still to come.
final class TimelinePicture {
    private static final List<String> LIFE =
            List.of("manufactured", "provisioned", "claimed", "active", "retired");
    private static final Set<String> MADE =
            Set.of("device.create", "device.create-for-station", "device.import");
    private static final int WIDTH = 900;
    private static final int HEIGHT = 84;
    private static final int MARGIN = 70;
    private static final int Y = 26;
    private static final int NARROW = 330;
    private static final int STEP = 46;
    private static final int X = 12;

    private TimelinePicture() {}

    private record Stop(String name, String when, String style, boolean reached) {}

    /// The picture as SVG.
    ///
    /// @param records what tells its life, newest first
    static String of(String state, List<AuditDesk.AuditView> records) {
        List<Stop> stops = stops(state, records);
        Svg svg =
                new Svg(
                        WIDTH,
                        HEIGHT,
                        "timeline-picture",
                        "Life of the device",
                        text(state, stops));
        double step = (WIDTH - 2.0 * MARGIN) / (stops.size() - 1);
        for (int i = 1; i < stops.size(); i++) {
            String style = stops.get(i).reached() ? "p-wire-accent" : "p-wire p-dash";
            svg.line(MARGIN + (i - 1) * step + 9, Y, MARGIN + i * step - 9, Y, style);
        }
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            double x = MARGIN + i * step;
            boolean now = stop.name().equals(state);
            svg.circle(x, Y, now ? 8 : 6, stop.style());
            svg.centred(
                    x, Y + 27, stop.reached() ? (now ? "p-strong" : "") : "p-muted", stop.name());
            svg.centred(x, Y + 45, "p-muted p-small", stop.when());
        }
        return svg.toString();
    }

    /// The same for a narrow window: one stop below the other.
    static String upright(String state, List<AuditDesk.AuditView> records) {
        List<Stop> stops = stops(state, records);
        Svg svg =
                new Svg(
                        NARROW,
                        (stops.size() - 1) * STEP + 2 * X,
                        "upright",
                        "Life of the device",
                        text(state, stops));
        for (int i = 1; i < stops.size(); i++) {
            String style = stops.get(i).reached() ? "p-wire-accent" : "p-wire p-dash";
            svg.line(X, X + (i - 1) * STEP + 9, X, X + i * STEP - 9, style);
        }
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            double y = X + i * STEP;
            boolean now = stop.name().equals(state);
            svg.circle(X, y, now ? 8 : 6, stop.style());
            svg.text(34, y + 5, stop.reached() ? (now ? "p-strong" : "") : "p-muted", stop.name());
            svg.text(150, y + 5, "p-muted p-small", stop.when());
        }
        return svg.toString();
    }

    private static List<Stop> stops(String state, List<AuditDesk.AuditView> records) {
        List<Stop> stops = new ArrayList<>();
        boolean aside = !LIFE.contains(state);
        int reach = reach(state, records);
        for (int i = 0; i < LIFE.size(); i++) {
            String name = LIFE.get(i);
            boolean reached = i <= reach;
            if (aside && name.equals("retired")) {
                stops.add(new Stop(state, when(state, records), style(state), true));
            }
            String style = reached ? "p-dot" : "p-dot-next";
            stops.add(new Stop(name, when(name, records), style, reached));
        }
        return stops;
    }

    /// How far the device came, as its state and the records tell. Only an active one is suspended.
    private static int reach(String state, List<AuditDesk.AuditView> records) {
        int reach = Math.max(0, LIFE.indexOf(state.equals("suspended") ? "active" : state));
        for (int i = reach + 1; i < LIFE.size(); i++) {
            reach = when(LIFE.get(i), records).isEmpty() ? reach : i;
        }
        return reach;
    }

    private static String style(String state) {
        return state.equals("suspended") ? "p-dot-warn" : "p-dot-bad";
    }

    /// When the newest record led to a state; empty when the records at hand do not say.
    private static String when(String state, List<AuditDesk.AuditView> records) {
        String action =
                switch (state) {
                    case "manufactured" -> made(records);
                    case "provisioned" -> "device.provision";
                    case "claimed" -> "device.claim";
                    case "active" -> "join.accept";
                    case "suspended" -> "device.suspend";
                    case "retired" -> "device.retire";
                    case "compromised" -> "device.compromise";
                    default -> "";
                };
        return records.stream()
                .filter(record -> leads(record.action(), action) && record.outcome().equals("done"))
                .reduce((newer, older) -> action.equals("join.accept") ? older : newer)
                .map(record -> Words.day(record.at()))
                .orElse("");
    }

    /// An alarm of its own compromises a device too.
    private static boolean leads(String recorded, String action) {
        return recorded.equals(action)
                || (action.equals("device.compromise") && recorded.equals("device.alarm"));
    }

    /// The action with which the device came.
    private static String made(List<AuditDesk.AuditView> records) {
        return records.stream()
                .map(AuditDesk.AuditView::action)
                .filter(MADE::contains)
                .findFirst()
                .orElse("device.create");
    }

    private static String text(String state, List<Stop> stops) {
        StringBuilder text = new StringBuilder("now " + state);
        for (Stop stop : stops) {
            if (!stop.when().isEmpty()) {
                text.append("; ").append(stop.name()).append(' ').append(stop.when());
            }
        }
        return text.toString();
    }
}
