package io.lapwing.console;

import java.util.Comparator;
import java.util.List;

/// Where the keys of a device come from and go to: made where and when, wrapped by which version of the vault key, and
/// its session keys handed to whom.
final class LineagePicture {
    private static final int WIDTH = 900;
    private static final int BOX = 236;
    private static final int HIGH = 62;
    private static final int STEP = 84;
    private static final int TOP = 34;
    private static final int[] COLUMN = {4, 332, 660};
    private static final int NARROW = 330;
    private static final int EDGE = 30;
    private static final int RAIL = 8;
    private static final int RAILS = 3;
    private static final int HEADING = 30;
    private static final int GAP = 12;
    private static final List<String> TITLES =
            List.of("Made", "Kept in the vault's care", "Session keys go to");

    private LineagePicture() {}

    private record Box(String name, String first, String second, String style) {}

    /// The root keys, those of the network first: so wires do not cross.
    private static List<DeviceView.RootKeyView> keys(DeviceView device) {
        return device.rootKeys().stream()
                .sorted(Comparator.comparing(key -> key.kind().equals("app-key")))
                .toList();
    }

    private static Box kept(DeviceView.RootKeyView key, DeviceView device) {
        boolean used = key.version().equals(device.rootKey());
        return new Box(
                kind(key.kind()) + " " + key.version(),
                "wrapped by vault key " + key.vaultKeyVersion(),
                used ? "in use" : "kept",
                used ? "p-box-accent" : "p-box");
    }

    /// The same for a narrow window: everything below one another, and the ways beside it.
    static String upright(DeviceView device) {
        List<DeviceView.RootKeyView> keys = keys(device);
        List<List<Box>> groups =
                List.of(
                        keys.stream().map(LineagePicture::made).toList(),
                        keys.stream().map(key -> kept(key, device)).toList(),
                        handed(device));
        int boxes = groups.stream().mapToInt(List::size).sum();
        Svg svg =
                new Svg(
                        NARROW,
                        groups.size() * HEADING + boxes * (HIGH + GAP),
                        "upright",
                        "Lineage of the keys",
                        text(device));
        for (int i = 0; i < keys.size(); i++) {
            boolean used = keys.get(i).version().equals(device.rootKey());
            String style = used ? "p-wire-accent" : "p-wire p-dash";
            double rail = RAIL + i % RAILS * 6.0;
            double y = down(1, i, keys.size()) + HIGH / 2.0;
            svg.rail(EDGE, rail, down(0, i, keys.size()) + HIGH / 2.0, y, style);
            for (int j = 0; used && j < groups.get(2).size(); j++) {
                if (derives(keys.get(i).kind(), j, keys)) {
                    svg.rail(EDGE, rail, y, down(2, j, keys.size()) + HIGH / 2.0, style);
                }
            }
        }
        for (int group = 0; group < groups.size(); group++) {
            svg.text(EDGE, down(group, 0, keys.size()) - GAP, "p-muted", TITLES.get(group));
            for (int i = 0; i < groups.get(group).size(); i++) {
                double y = down(group, i, keys.size());
                box(svg, EDGE, y, NARROW - EDGE - 1, groups.get(group).get(i));
            }
        }
        return svg.toString();
    }

    /// Where a box of a group begins, below the groups before it, of which each has as many boxes as there are keys.
    private static double down(int group, int index, int keys) {
        return (group + 1) * HEADING + (group * keys + index) * (HIGH + GAP);
    }

    /// The picture as SVG.
    static String of(DeviceView device) {
        List<Box> made = keys(device).stream().map(LineagePicture::made).toList();
        List<Box> kept = keys(device).stream().map(key -> kept(key, device)).toList();
        List<Box> handed = handed(device);
        int rows = Math.max(1, Math.max(made.size(), handed.size()));
        Svg svg =
                new Svg(
                        WIDTH,
                        TOP + rows * STEP,
                        "lineage-picture",
                        "Lineage of the keys",
                        text(device));
        wires(svg, device, handed, rows);
        column(svg, 0, made, rows);
        column(svg, 1, kept, rows);
        column(svg, 2, handed, rows);
        return svg.toString();
    }

    private static Box made(DeviceView.RootKeyView key) {
        boolean inVault = key.origin().equals("generated");
        return new Box(
                inVault ? "In the vault" : Words.title(key.origin()),
                Words.when(key.since()),
                key.exposed() ? "was outside a vault once" : "never outside a vault",
                key.exposed() ? "p-box-warn" : "p-box");
    }

    private static List<Box> handed(DeviceView device) {
        DeviceView.Delivery delivery = device.delivery();
        String network = delivery.networkServerKey().orElse("no wrapping key");
        String application = delivery.applicationServer().orElse(delivery.appSKey());
        String count = Words.count(device.sessions(), "session");
        return List.of(
                new Box(
                        "Network server",
                        networkKeys(device) + " under " + network,
                        count,
                        "p-box"),
                new Box(
                        "Application server",
                        "AppSKey under "
                                + delivery.applicationServerKey().orElse("no wrapping key"),
                        application,
                        "p-box"));
    }

    /// LoRaWAN 1.1 has three (TS001-1.1 §6.2.5), before there was one.
    private static String networkKeys(DeviceView device) {
        return hasNwkKey(device.rootKeys()) ? "Three keys" : "NwkSKey";
    }

    private static boolean hasNwkKey(List<DeviceView.RootKeyView> keys) {
        return keys.stream().anyMatch(key -> key.kind().equals("nwk-key"));
    }

    private static String kind(String kind) {
        return switch (kind) {
            case "app-key" -> "AppKey";
            case "nwk-key" -> "NwkKey";
            default -> kind;
        };
    }

    private static void wires(Svg svg, DeviceView device, List<Box> handed, int rows) {
        List<DeviceView.RootKeyView> keys = keys(device);
        for (int i = 0; i < keys.size(); i++) {
            boolean used = keys.get(i).version().equals(device.rootKey());
            String style = used ? "p-wire-accent" : "p-wire p-dash";
            double y = middle(i, keys.size(), rows);
            svg.wire(COLUMN[0] + BOX, y, COLUMN[1], y, style);
            for (int j = 0; used && j < handed.size(); j++) {
                if (derives(keys.get(i).kind(), j, keys)) {
                    double to = middle(j, handed.size(), rows);
                    svg.wire(COLUMN[1] + BOX, y, COLUMN[2], to, style);
                }
            }
        }
    }

    /// TS001-1.1 §6.2.5: with two root keys the NwkKey makes network session keys and the AppKey the AppSKey; before, one
    /// AppKey makes all.
    private static boolean derives(String kind, int to, List<DeviceView.RootKeyView> keys) {
        return !hasNwkKey(keys) || kind.equals(to == 0 ? "nwk-key" : "app-key");
    }

    private static double middle(int index, int count, int rows) {
        return top(index, count, rows) + HIGH / 2.0;
    }

    private static double top(int index, int count, int rows) {
        return TOP + (rows - count) * STEP / 2.0 + index * STEP + 8;
    }

    private static void column(Svg svg, int column, List<Box> boxes, int rows) {
        int x = COLUMN[column];
        svg.text(x, 16, "p-muted", TITLES.get(column));
        for (int i = 0; i < boxes.size(); i++) {
            box(svg, x, top(i, boxes.size(), rows), BOX, boxes.get(i));
        }
    }

    private static void box(Svg svg, double x, double y, double width, Box box) {
        svg.rect(x, y, width, HIGH, 8, box.style());
        svg.text(x + 14, y + 20, "p-strong", Svg.cut(box.name(), 28));
        svg.text(x + 14, y + 37, "p-small", Svg.cut(box.first(), 31));
        svg.text(x + 14, y + 53, "p-muted p-small", Svg.cut(box.second(), 31));
    }

    private static String text(DeviceView device) {
        StringBuilder text = new StringBuilder();
        for (DeviceView.RootKeyView key : device.rootKeys()) {
            text.append(kind(key.kind()))
                    .append(' ')
                    .append(key.version())
                    .append(", ")
                    .append(key.origin())
                    .append(' ')
                    .append(Words.when(key.since()))
                    .append(", wrapped by vault key ")
                    .append(key.vaultKeyVersion())
                    .append(key.exposed() ? ", was outside a vault once; " : "; ");
        }
        return text.append(Words.count(device.sessions(), "session")).toString();
    }
}
