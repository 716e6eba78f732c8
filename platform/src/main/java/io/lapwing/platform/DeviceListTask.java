package io.lapwing.platform;

import io.lapwing.console.DeviceView;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceCursor;
import io.lapwing.kms.DeviceSearch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `admin device list`.
@Command(
        name = "list",
        description = "List devices in the order of their DevEUIs, a page at a time.",
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin device list --state active --owner acme",
            "  lapwing admin device list --label site=berlin --after 70B3D57ED0000031"
        })
final class DeviceListTask extends AdminTask {
    @Mixin private DeviceFilter filter = new DeviceFilter();

    @Option(names = "--after", paramLabel = "DEVEUI", description = "Go on after this one.")
    private @Nullable String after;

    @Option(names = "--limit", paramLabel = "N", description = "Devices a page, 1 to 1000: 50.")
    private int limit = 50;

    DeviceListTask(Context context) {
        super(context);
    }

    /// One page.
    ///
    /// @param next the `--after` of the following page; none at the end
    record Page(List<DeviceView> devices, Optional<String> next) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        DeviceSearch.Page page =
                platform.kms()
                        .search()
                        .page(
                                filter.query(),
                                Optional.ofNullable(after).map(DeviceCursor::parse),
                                limit);
        Optional<String> next = page.next().map(DeviceCursor::toString);
        return answer(
                new Page(page.devices().stream().map(DeviceViews::of).toList(), next),
                terminal -> {
                    terminal.table(table(page.devices()));
                    next.ifPresent(from -> terminal.note("more: --after " + from));
                });
    }

    private static TextTable table(List<Device> devices) {
        TextTable table =
                new TextTable("DevEUI", "state", "LoRaWAN", "owner", "nonces left", "remarks");
        for (Device device : devices) {
            DeviceView view = DeviceViews.of(device);
            table.row(
                    view.devEui(),
                    view.state(),
                    view.macVersion(),
                    view.owner().orElse("-"),
                    view.nonces().devNonces(),
                    remarks(view));
        }
        return table;
    }

    private static String remarks(DeviceView view) {
        StringBuilder text = new StringBuilder();
        if (view.rootKeys().stream().anyMatch(DeviceView.RootKeyView::exposed)) {
            text.append("exposed ");
        }
        if (view.nonces().low()) {
            text.append("nonces-low ");
        }
        view.pending().forEach(step -> text.append("waits:").append(step.step()).append(' '));
        view.labels().forEach((key, value) -> text.append(key + "=" + value + " "));
        return text.toString().strip();
    }
}
