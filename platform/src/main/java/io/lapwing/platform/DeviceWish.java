package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk.Selection;
import io.lapwing.console.ApprovalDesk.Wanted;
import io.lapwing.console.DeviceFilter;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Device;
import io.lapwing.kms.Kms;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Target;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Something that is done to many devices: each within the scopes of both people, at the time when it is done, and never
/// to more than were asked for.
abstract class DeviceWish implements WishKind {
    /// The most devices of a list; a filter takes more.
    static final int MAX_LISTED = 1_000;

    /// The most devices of a filter that are counted.
    private static final int MAX_COUNTED = 100_000;

    private final Kms kms;

    DeviceWish(Kms kms) {
        this.kms = kms;
    }

    Kms kms() {
        return kms;
    }

    /// Whether it makes sense for every device there is.
    boolean suitsAll() {
        return false;
    }

    @Override
    public Draft draft(Principal who, Wanted wanted) {
        who.require(view().permission());
        return switch (wanted.devices()
                .orElseThrow(() -> Fault.badInput("devices: want devEuis or a filter"))) {
            case Selection.Listed listed -> listed(who, listed.devEuis(), wanted);
            case Selection.Matching matching -> matching(who, matching.filter(), wanted);
        };
    }

    private Draft listed(Principal who, List<String> named, Wanted wanted) {
        List<Eui64> devEuis = named.stream().map(Eui64::parse).distinct().sorted().toList();
        if (devEuis.isEmpty() || devEuis.size() > MAX_LISTED) {
            throw Fault.badInput(
                    "%d devices: want 1 to %d; a filter takes more"
                            .formatted(devEuis.size(), MAX_LISTED));
        }
        Target target =
                devEuis.stream()
                        .map(eui -> KmsDeviceDesk.require(kms, who, view().permission(), eui))
                        .map(seen -> KmsDeviceDesk.target(seen.device()))
                        .reduce(Target::both)
                        .orElse(Target.PLATFORM);
        return new Draft(
                devEuis.size() == 1 ? "device " + devEuis.getFirst() : count(devEuis.size()),
                new WishArgument(
                        Optional.of(devEuis.stream().map(Eui64::toString).toList()),
                        Optional.empty(),
                        devEuis.size(),
                        wanted.parameters()),
                target);
    }

    private Draft matching(Principal who, DeviceFilter filter, Wanted wanted) {
        if (!suitsAll() && filter.equals(DeviceFilter.ALL)) {
            throw Fault.badInput("filter without a condition: want one at least");
        }
        List<Scope> scopes = who.scopes(view().permission());
        Scope scope = scopes.size() == 1 ? scopes.getFirst() : Scope.EVERYTHING;
        DeviceFilter within = within(filter, scope);
        Target target =
                new Target(
                        within.owner(),
                        Optional.ofNullable(within.labels().get("order")),
                        OptionalLong.empty(),
                        scope.netId(),
                        within.labels());
        WishArgument all =
                new WishArgument(
                        Optional.empty(), Optional.of(within), Long.MAX_VALUE, wanted.parameters());
        long found =
                stream(all)
                        .filter(device ->
                                who.may(view().permission(), KmsDeviceDesk.target(device)))
                        .limit(MAX_COUNTED + 1L)
                        .count();
        if (found == 0) {
            throw none();
        }
        boolean counted = found <= MAX_COUNTED;
        return new Draft(
                counted ? count(found) : "more than " + count(MAX_COUNTED),
                new WishArgument(
                        Optional.empty(),
                        Optional.of(within),
                        counted ? found : Long.MAX_VALUE,
                        wanted.parameters()),
                target);
    }

    private static Fault none() {
        return new Fault(Fault.Kind.CONFLICT, "no device of yours matches: choose others");
    }

    /// The filter within a scope, as far as filters say it.
    private static DeviceFilter within(DeviceFilter filter, Scope scope) {
        SortedMap<String, String> labels = new TreeMap<>(filter.labels());
        labels.putAll(scope.labels());
        scope.order().ifPresent(order -> labels.put("order", order));
        boolean foreign =
                scope.owner().isPresent()
                        && filter.owner().isPresent()
                        && !scope.owner().equals(filter.owner());
        if (foreign || !labels.entrySet().containsAll(filter.labels().entrySet())) {
            throw none();
        }
        return new DeviceFilter(
                filter.text(),
                filter.state(),
                scope.owner().or(filter::owner),
                filter.joinEui(),
                filter.netId(),
                labels,
                filter.exposed(),
                filter.noncesLow());
    }

    private static String count(long devices) {
        return devices == 1 ? "1 device" : "%,d devices".formatted(devices);
    }

    /// Which devices, in words.
    static String which(WishArgument argument) {
        if (argument.devEuis().isPresent()) {
            List<String> all = argument.devEuis().get();
            String shown = String.join(", ", all.subList(0, Math.min(5, all.size())));
            return all.size() > 5 ? shown + " and " + (all.size() - 5) + " more" : shown;
        }
        DeviceFilter filter = argument.filter().orElse(DeviceFilter.ALL);
        List<String> words = new ArrayList<>();
        filter.text().ifPresent(text -> words.add("beginning with \"" + text + "\""));
        filter.state().ifPresent(words::add);
        filter.owner().ifPresent(owner -> words.add("of " + owner));
        filter.joinEui().ifPresent(joinEui -> words.add("of JoinEUI " + joinEui));
        filter.netId().ifPresent(netId -> words.add("at home in " + netId));
        filter.labels().forEach((key, value) -> words.add("with " + key + "=" + value));
        if (filter.exposed()) {
            words.add("with a key that was outside a vault");
        }
        if (filter.noncesLow()) {
            words.add("whose nonces run out");
        }
        return words.isEmpty() ? "all of them" : words.stream().collect(Collectors.joining(", "));
    }

    /// Those that were asked for, as they are now.
    Stream<Device> stream(WishArgument argument) {
        if (argument.devEuis().isPresent()) {
            return argument.devEuis().get().stream()
                    .map(Eui64::parse)
                    .flatMap(eui -> kms.devices().find(eui).stream());
        }
        DeviceFilter filter = argument.filter().orElseThrow();
        Iterator<Device> all = kms.search().all(KmsDeviceDesk.query(filter));
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    /// Those within both scopes.
    Stream<Device> stream(WishRun run) {
        return stream(run.argument()).filter(run::covers);
    }

    @Override
    public String carryOut(WishRun run, Work.Control control) {
        long most = run.argument().most();
        long done = 0;
        Iterator<Device> devices = stream(run).iterator();
        while (devices.hasNext() && !control.isCancelled()) {
            Device device = devices.next();
            if (done == most) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "more devices match now than the %,d that were asked for: the others are as they were"
                                .formatted(most));
            }
            act(run, device, control);
            control.progress(++done, most == Long.MAX_VALUE ? 0 : most);
        }
        return count(done);
    }

    private void act(WishRun run, Device device, Work.Control control) {
        try {
            act(run, device);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            control.failed(device.devEui().toString(), fault.getMessage());
        }
    }

    /// Does it to one device, if it was not done before.
    abstract void act(WishRun run, Device device);
}
