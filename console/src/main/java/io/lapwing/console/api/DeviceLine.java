package io.lapwing.console.api;

import io.lapwing.console.DeviceView;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A device as a line of a table.
final class DeviceLine {
    static final List<String> HEADER =
            List.of(
                    "devEui",
                    "joinEui",
                    "macVersion",
                    "state",
                    "owner",
                    "home",
                    "labels",
                    "rootKey",
                    "exposed",
                    "mayJoin",
                    "devNoncesLeft",
                    "joinNoncesLeft",
                    "sessions");

    private DeviceLine() {}

    static List<String> of(DeviceView view) {
        return List.of(
                view.devEui(),
                view.joinEui(),
                view.macVersion(),
                view.state(),
                view.owner().orElse(""),
                view.home().orElse(""),
                labels(view),
                view.rootKey(),
                String.valueOf(view.rootKeys().stream().anyMatch(DeviceView.RootKeyView::exposed)),
                String.valueOf(view.mayJoin()),
                String.valueOf(view.nonces().devNonces()),
                String.valueOf(view.nonces().joinNonces()),
                String.valueOf(view.sessions()));
    }

    private static String labels(DeviceView view) {
        return new TreeMap<>(view.labels())
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" "));
    }
}
