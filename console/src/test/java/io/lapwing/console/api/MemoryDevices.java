package io.lapwing.console.api;

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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Devices in memory, with the refusals of a [DeviceDesk]. What is done to a device raises its version.
final class MemoryDevices implements DeviceDesk {
    final NavigableMap<String, Versioned<DeviceView>> rows = new ConcurrentSkipListMap<>();
    final AtomicInteger jobs = new AtomicInteger();
    final AtomicInteger created = new AtomicInteger();
    volatile Runnable beforeAct = () -> {};
    volatile long imported;

    void put(String devEui, String owner, String netId, String joinEui) {
        rows.put(devEui, new Versioned<>(1, view(devEui, joinEui, owner, netId)));
    }

    static DeviceView view(String devEui, String joinEui, String owner, String netId) {
        return new DeviceView(
                devEui,
                joinEui,
                "1.0.4",
                "active",
                true,
                Optional.empty(),
                false,
                Optional.of(owner),
                Optional.of(netId),
                Map.of("site", "=HYPERLINK(\"x\")"),
                new DeviceView.Delivery(
                        "join-answer",
                        Optional.of("acme-as"),
                        Optional.of("net-kek"),
                        Optional.of("acme-kek")),
                "0.1",
                List.of(
                        new DeviceView.RootKeyView(
                                "app-key", "0.1", 1, "generated", false, "2026-01-01T00:00:00Z")),
                List.of(
                        new DeviceView.Waiting(
                                "dev-nonce-reset", "user:anna", "2026-01-02T00:00:00Z", "flashed")),
                new DeviceView.Nonces(65_000, 16_000_000, 65_535, false),
                1,
                Optional.of("A1".repeat(32)),
                Optional.of(new DeviceView.Tamper("light", 7, "2026-01-03T00:00:00Z")));
    }

    static Target target(DeviceView view) {
        return new Target(
                view.owner(),
                Optional.empty(),
                OptionalLong.of(Long.parseUnsignedLong(view.joinEui(), 16)),
                view.home(),
                new TreeMap<>(view.labels()));
    }

    private Versioned<DeviceView> row(Principal who, Permission permission, String devEui) {
        Optional<Versioned<DeviceView>> row = Optional.ofNullable(rows.get(devEui));
        Target target = row.map(r -> target(r.value())).orElse(Target.PLATFORM);
        return Objects.seen(who, permission, row, target, "device");
    }

    @Override
    public Page<DeviceView> page(
            Principal who, DeviceFilter filter, Optional<String> after, int limit) {
        List<DeviceView> rest =
                rows.tailMap(after.orElse(""), false).values().stream()
                        .map(Versioned::value)
                        .filter(view -> who.may(Permission.DEVICE_READ, target(view)))
                        .filter(view -> filter.text().map(view.devEui()::startsWith).orElse(true))
                        .toList();
        List<DeviceView> items = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(
                items,
                rest.size() > limit ? Optional.of(items.getLast().devEui()) : Optional.empty());
    }

    @Override
    public Count count(Principal who, DeviceFilter filter) {
        return new Count(page(who, filter, Optional.empty(), Page.MAX_ITEMS).items().size(), false);
    }

    @Override
    public Versioned<DeviceView> find(Principal who, String devEui) {
        return row(who, Permission.DEVICE_READ, devEui);
    }

    @Override
    public List<SessionView> sessions(Principal who, String devEui) {
        row(who, Permission.DEVICE_READ, devEui);
        return List.of(
                new SessionView("01", "join", "000001", 7, 3, Optional.of("2026-01-02T00:00:00Z")));
    }

    @Override
    public Versioned<DeviceView> create(Principal who, NewDeviceForm form) {
        created.incrementAndGet();
        DeviceView view =
                view(
                        form.devEui(),
                        form.joinEui(),
                        form.owner().orElse("acme"),
                        form.home().orElse("000001"));
        if (!who.may(Permission.DEVICE_CREATE, target(view))) {
            throw new Fault(Fault.Kind.FORBIDDEN, "a device outside your scope");
        }
        Versioned<DeviceView> row = new Versioned<>(1, view);
        if (rows.putIfAbsent(form.devEui(), row) != null) {
            throw new Fault(Fault.Kind.CONFLICT, "a device with this DevEUI is there already");
        }
        return row;
    }

    @Override
    public Versioned<DeviceView> act(
            Principal who, String devEui, OptionalLong version, DeviceAction action) {
        beforeAct.run();
        Versioned<DeviceView> row = row(who, action.permission(), devEui);
        if (version.isPresent() && version.getAsLong() != row.version()) {
            throw new Fault(Fault.Kind.CONFLICT, "another version");
        }
        Versioned<DeviceView> changed = new Versioned<>(row.version() + 1, row.value());
        rows.put(devEui, changed);
        return changed;
    }

    @Override
    public String actOnMany(Principal who, List<String> devEuis, DeviceAction action) {
        who.require(action.permission());
        return "job-" + jobs.incrementAndGet();
    }

    @Override
    public String actOnAll(Principal who, DeviceFilter filter, DeviceAction action) {
        who.require(action.permission());
        return "job-" + jobs.incrementAndGet();
    }

    @Override
    public String importFile(Principal who, String format, InputStream content) {
        try {
            imported = content.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "job-" + jobs.incrementAndGet();
    }
}
