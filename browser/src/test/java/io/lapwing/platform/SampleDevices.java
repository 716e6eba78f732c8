package io.lapwing.platform;

import io.lapwing.console.DeviceAction;
import io.lapwing.console.DeviceDesk;
import io.lapwing.console.DeviceFilter;
import io.lapwing.console.DeviceView;
import io.lapwing.console.NewDeviceForm;
import io.lapwing.console.Page;
import io.lapwing.console.SessionView;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Devices in every state, with texts that someone typed who means ill.
final class SampleDevices implements DeviceDesk {
    static final String HOSTILE = "<script>alert(1)</script>";
    static final int COUNT = 120;

    private static final long FIRST = 0x70B3D57ED0050000L;
    private static final List<String> STATES =
            List.of(
                    "active",
                    "active",
                    "claimed",
                    "active",
                    "provisioned",
                    "suspended",
                    "active",
                    "manufactured",
                    "retired",
                    "compromised");
    private static final List<String> OWNERS =
            List.of("river-watch", "valley-farm", "north-harbour");

    final NavigableMap<String, DeviceView> rows = new TreeMap<>();
    final List<DeviceFilter> onAll = new CopyOnWriteArrayList<>();
    final List<String> imported = new CopyOnWriteArrayList<>();
    final List<DeviceAction> done = new CopyOnWriteArrayList<>();

    SampleDevices() {
        for (int i = 0; i < COUNT; i++) {
            DeviceView view = view(i);
            rows.put(view.devEui(), view);
        }
    }

    static String devEui(int number) {
        return "%016X".formatted(FIRST + number);
    }

    private static DeviceView view(int number) {
        String state = STATES.get(number % STATES.size());
        boolean made = !state.equals("manufactured") && !state.equals("provisioned");
        return new DeviceView(
                devEui(number),
                "70B3D57ED0000000",
                number % 4 == 1 ? "1.1" : "1.0.4",
                state,
                state.equals("active") || state.equals("claimed"),
                state.equals("suspended") ? Optional.of("suspended") : Optional.empty(),
                true,
                made ? Optional.of(OWNERS.get(number % OWNERS.size())) : Optional.empty(),
                made ? Optional.of("000013") : Optional.empty(),
                number == 3
                        ? Map.of("site", HOSTILE)
                        : Map.of("site", "weir", "thing", "water-level"),
                new DeviceView.Delivery(
                        "join-answer",
                        Optional.of("meters.example"),
                        Optional.of("ns:000013"),
                        Optional.of("as:meters")),
                "0.1",
                keys(number),
                number == 3
                        ? List.of(
                                new DeviceView.Waiting(
                                        "dev-nonce-reset",
                                        "user:bert",
                                        "2026-11-20T08:00:00Z",
                                        "flashed " + HOSTILE))
                        : List.of(),
                new DeviceView.Nonces(65_000 - number, 16_000_000, 65_535, number == 6),
                state.equals("active") ? 3 : 0,
                number % 2 == 0 ? Optional.of("5A".repeat(32)) : Optional.empty(),
                state.equals("compromised")
                        ? Optional.of(new DeviceView.Tamper("light", 7, "2026-11-20T08:00:00Z"))
                        : Optional.empty());
    }

    private static List<DeviceView.RootKeyView> keys(int number) {
        List<DeviceView.RootKeyView> keys = new ArrayList<>();
        keys.add(key("app-key", number));
        if (number % 4 == 1) {
            keys.add(key("nwk-key", number));
        }
        return keys;
    }

    private static DeviceView.RootKeyView key(String kind, int number) {
        boolean imported = number % 7 == 5;
        return new DeviceView.RootKeyView(
                kind,
                "0.1",
                number % 9 == 0 ? 1 : 2,
                imported ? "imported" : "generated",
                imported,
                "2026-11-17T09:30:00Z");
    }

    private static Target target(DeviceView view) {
        return new Target(
                view.owner(),
                Optional.empty(),
                OptionalLong.of(Long.parseUnsignedLong(view.joinEui(), 16)),
                view.home(),
                new TreeMap<>(view.labels()));
    }

    @Override
    public Page<DeviceView> page(
            Principal who, DeviceFilter filter, Optional<String> after, int limit) {
        who.require(Permission.DEVICE_READ);
        List<DeviceView> rest =
                rows.tailMap(after.orElse(""), false).values().stream()
                        .filter(view -> who.may(Permission.DEVICE_READ, target(view)))
                        .filter(view -> matches(filter, view))
                        .toList();
        List<DeviceView> items = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(
                items,
                rest.size() > limit ? Optional.of(items.getLast().devEui()) : Optional.empty());
    }

    @Override
    public Count count(Principal who, DeviceFilter filter) {
        return new Count(page(who, filter, Optional.empty(), COUNT).items().size(), false);
    }

    private static boolean matches(DeviceFilter filter, DeviceView view) {
        boolean text =
                filter.text()
                        .map(typed ->
                                view.devEui().startsWith(typed.toUpperCase(java.util.Locale.ROOT))
                                        || view.owner()
                                                .filter(o -> o.startsWith(typed))
                                                .isPresent())
                        .orElse(true);
        return text
                && filter.state().map(view.state()::equals).orElse(true)
                && (filter.owner().isEmpty() || filter.owner().equals(view.owner()))
                && (filter.netId().isEmpty() || filter.netId().equals(view.home()))
                && filter.joinEui().map(view.joinEui()::equals).orElse(true)
                && view.labels().entrySet().containsAll(filter.labels().entrySet());
    }

    @Override
    public Versioned<DeviceView> find(Principal who, String devEui) {
        DeviceView view = rows.get(devEui);
        if (view == null || !who.may(Permission.DEVICE_READ, target(view))) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no device " + devEui);
        }
        return new Versioned<>(1, view);
    }

    @Override
    public List<SessionView> sessions(Principal who, String devEui) {
        return List.of(
                session("0F1E2D3C4B5A69788796A5B4C3D2E1F0", 12, "2026-11-21T08:12:00Z"),
                session("1F1E2D3C4B5A69788796A5B4C3D2E1F1", 11, "2026-11-19T16:40:00Z"));
    }

    private static SessionView session(String id, int nonce, String at) {
        return new SessionView(id, "join", "000013", nonce, nonce, Optional.of(at));
    }

    @Override
    public Versioned<DeviceView> create(Principal who, NewDeviceForm form) {
        throw Fault.badInput("DevEUI " + form.devEui() + ": want 16 hexadecimal digits");
    }

    @Override
    public Versioned<DeviceView> act(
            Principal who, String devEui, OptionalLong version, DeviceAction action) {
        Versioned<DeviceView> found = find(who, devEui);
        who.require(action.permission(), target(found.value()));
        done.add(action);
        return found;
    }

    @Override
    public String actOnMany(Principal who, List<String> devEuis, DeviceAction action) {
        return SampleWork.RUNNING;
    }

    @Override
    public String actOnAll(Principal who, DeviceFilter filter, DeviceAction action) {
        onAll.add(filter);
        done.add(action);
        return SampleWork.RUNNING;
    }

    @Override
    public String importFile(Principal who, String format, InputStream content) {
        try {
            imported.add(format + " " + content.transferTo(OutputStream.nullOutputStream()));
        } catch (IOException e) {
            throw Fault.badInput("the file broke off: send it again");
        }
        return SampleWork.RUNNING;
    }
}
