package io.lapwing.console;

import java.util.ArrayList;
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

    private LineagePicture() {}

    private record Box(String name, String first, String second, String style) {}

    /// The picture as SVG.
    static String of(DeviceView device) {
        List<Box> made = new ArrayList<>();
        List<Box> kept = new ArrayList<>();
        for (DeviceView.RootKeyView key : device.rootKeys()) {
            made.add(made(key));
            kept.add(
                    new Box(
                            kind(key.kind()) + " " + key.version(),
                            "wrapped by vault key " + key.vaultKeyVersion(),
                            key.version().equals(device.rootKey()) ? "in use" : "kept",
                            key.version().equals(device.rootKey()) ? "p-box-accent" : "p-box"));
        }
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
        column(svg, 0, "Made", made, rows);
        column(svg, 1, "Kept in the vault's care", kept, rows);
        column(svg, 2, "Session keys go to", handed, rows);
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
                new Box("Network server", "NwkSKey under " + network, count, "p-box"),
                new Box(
                        "Application server",
                        "AppSKey under "
                                + delivery.applicationServerKey().orElse("no wrapping key"),
                        application,
                        "p-box"));
    }

    private static String kind(String kind) {
        return switch (kind) {
            case "app-key" -> "AppKey";
            case "nwk-key" -> "NwkKey";
            default -> kind;
        };
    }

    private static void wires(Svg svg, DeviceView device, List<Box> handed, int rows) {
        List<DeviceView.RootKeyView> keys = device.rootKeys();
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
        boolean two = keys.stream().anyMatch(key -> key.kind().equals("nwk-key"));
        return !two || kind.equals(to == 0 ? "nwk-key" : "app-key");
    }

    private static double middle(int index, int count, int rows) {
        return top(index, count, rows) + HIGH / 2.0;
    }

    private static double top(int index, int count, int rows) {
        return TOP + (rows - count) * STEP / 2.0 + index * STEP + 8;
    }

    private static void column(Svg svg, int column, String title, List<Box> boxes, int rows) {
        int x = COLUMN[column];
        svg.text(x, 16, "p-muted", title);
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            double y = top(i, boxes.size(), rows);
            svg.rect(x, y, BOX, HIGH, 8, box.style());
            svg.text(x + 14, y + 20, "p-strong", Svg.cut(box.name(), 28));
            svg.text(x + 14, y + 37, "p-small", Svg.cut(box.first(), 31));
            svg.text(x + 14, y + 53, "p-muted p-small", Svg.cut(box.second(), 31));
        }
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
