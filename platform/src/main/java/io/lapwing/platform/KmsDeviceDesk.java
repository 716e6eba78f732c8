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
import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceCursor;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.DeviceSearch;
import io.lapwing.kms.Devices;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Lifecycle;
import io.lapwing.kms.ModuleDigest;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Devices for people: the one place where a principal's scope meets a device.
///
/// A device that is not the principal's business is answered in the very words of one that is not there.
final class KmsDeviceDesk implements DeviceDesk {

    /// How many pages are counted before one says "and more".
    private static final int COUNT_PAGES = 40;

    private static final int MOST_COUNTED = 10_000;

    private final Kms kms;
    private final DeviceJobs jobs;

    KmsDeviceDesk(Kms kms, DeviceJobs jobs) {
        this.kms = kms;
        this.jobs = jobs;
    }

    @Override
    public Page<DeviceView> page(
            Principal who, DeviceFilter filter, Optional<String> after, int limit) {
        who.require(Permission.DEVICE_READ);
        Optional<DeviceQuery> query = query(who, filter);
        if (query.isEmpty()) {
            return new Page<>(List.of(), Optional.empty());
        }
        DeviceSearch.Page found =
                kms.search().page(query.get(), visible(who), after.map(DeviceCursor::parse), limit);
        return new Page<>(
                found.devices().stream().map(DeviceViews::of).toList(),
                found.next().map(DeviceCursor::toString));
    }

    /// Whether the principal may see a device.
    static Predicate<Device> visible(Principal who) {
        return device -> who.may(Permission.DEVICE_READ, target(device));
    }

    @Override
    public Count count(Principal who, DeviceFilter filter) {
        long found = 0;
        Optional<String> after = Optional.empty();
        for (int i = 0; i < COUNT_PAGES && found < MOST_COUNTED; i++) {
            Page<DeviceView> page = page(who, filter, after, Page.MAX_ITEMS);
            found += page.items().size();
            after = page.next();
            if (after.isEmpty()) {
                return new Count(found, false);
            }
        }
        return new Count(found, true);
    }

    /// What the filter asks for, within the principal's only owner, home network and labels where there are, so that indexes find it.
    /// Empty when they exclude each other.
    static Optional<DeviceQuery> query(Principal who, DeviceFilter filter) {
        Optional<String> only = onlyOwner(who);
        if (only.isPresent() && filter.owner().isPresent() && !only.equals(filter.owner())) {
            return Optional.empty();
        }
        Optional<Labels> labels = labels(who, new Labels(filter.labels()));
        DeviceQuery query = query(filter);
        Optional<NetId> home = onlyHome(who);
        if (home.isPresent()) {
            if (query.home().isPresent() && !query.home().equals(home)) {
                return Optional.empty();
            }
            query = query.withHome(home.get());
        }
        DeviceQuery within = query;
        return labels.map(wanted -> only.map(within::withOwner).orElse(within).withLabels(wanted));
    }

    /// What the filter asks for.
    static DeviceQuery query(DeviceFilter filter) {
        DeviceQuery query = DeviceQuery.ALL.withLabels(new Labels(filter.labels()));
        if (filter.text().isPresent()) {
            query = query.withText(filter.text().get());
        }
        if (filter.state().isPresent()) {
            query = query.withState(Lifecycle.parse(filter.state().get()));
        }
        if (filter.exposed()) {
            query = query.withExposed();
        }
        if (filter.noncesLow()) {
            query = query.withNoncesLow();
        }
        if (filter.joinEui().isPresent()) {
            query = query.withJoinEui(Eui64.parse(filter.joinEui().get()));
        }
        if (filter.netId().isPresent()) {
            query = query.withHome(NetId.parse(filter.netId().get()));
        }
        return filter.owner().map(query::withOwner).orElse(query);
    }

    /// The labels that are asked for and those of the principal's only scope; empty when no device can have them all.
    private static Optional<Labels> labels(Principal who, Labels asked) {
        List<Scope> scopes = who.scopes(Permission.DEVICE_READ).stream().distinct().toList();
        if (scopes.size() != 1) {
            return Optional.of(asked);
        }
        SortedMap<String, String> all = new TreeMap<>(asked.values());
        all.putAll(scopes.getFirst().labels());
        scopes.getFirst().order().ifPresent(order -> all.put(Labels.ORDER, order));
        return all.entrySet().containsAll(asked.values().entrySet()) && Labels.areValid(all)
                ? Optional.of(new Labels(all))
                : Optional.empty();
    }

    /// The home network of the principal's only scope.
    private static Optional<NetId> onlyHome(Principal who) {
        List<Optional<String>> homes =
                who.scopes(Permission.DEVICE_READ).stream().map(Scope::netId).distinct().toList();
        return homes.size() == 1
                ? homes.getFirst().filter(home -> home.matches("[0-9A-F]{6}")).map(NetId::parse)
                : Optional.empty();
    }

    static Optional<String> onlyOwner(Principal who) {
        List<Optional<String>> owners =
                who.scopes(Permission.DEVICE_READ).stream().map(Scope::owner).distinct().toList();
        return owners.size() == 1 ? owners.getFirst() : Optional.empty();
    }

    @Override
    public Versioned<DeviceView> find(Principal who, String devEui) {
        Devices.Seen seen = require(who, Permission.DEVICE_READ, Eui64.parse(devEui));
        return new Versioned<>(seen.version(), DeviceViews.of(seen.device()));
    }

    @Override
    public List<SessionView> sessions(Principal who, String devEui) {
        Devices.Seen seen = require(who, Permission.DEVICE_READ, Eui64.parse(devEui));
        return DeviceViews.sessions(seen.device());
    }

    @Override
    public Versioned<DeviceView> create(Principal who, NewDeviceForm form) {
        NewDevice wanted = wanted(form);
        who.require(Permission.DEVICE_CREATE, target(wanted));
        requireMayTie(who, Optional.empty(), wanted.labels().node());
        kms.devices().create(actor(who, Optional.empty()), wanted);
        return again(wanted.devEui());
    }

    private static NewDevice wanted(NewDeviceForm form) {
        return new NewDevice(
                Eui64.parse(form.devEui()),
                Eui64.parse(form.joinEui()),
                MacVersion.parse(form.macVersion()),
                form.claimRequired(),
                form.home().map(DeviceCreateTask::home),
                form.owner(),
                KeyDelivery.DEFAULT,
                new Labels(form.labels()),
                form.module().map(ModuleDigest::parse));
    }

    @Override
    public Versioned<DeviceView> act(
            Principal who, String devEui, OptionalLong version, DeviceAction action) {
        Eui64 eui = Eui64.parse(devEui);
        act(who, eui, version, action);
        return again(eui);
    }

    /// Does it, if the principal may do it to this device.
    void act(Principal who, Eui64 devEui, OptionalLong version, DeviceAction action) {
        Device seen = require(who, action.permission(), devEui).device();
        requireMayEnd(who, seen, action);
        Devices devices =
                version.isPresent() ? kms.devices().expecting(version.getAsLong()) : kms.devices();
        Actor actor = actor(who, seen.owner());
        switch (action) {
            case DeviceAction.Provision _ -> devices.provision(actor, devEui);
            case DeviceAction.Claim claim -> devices.claim(actor, devEui, claim.owner());
            case DeviceAction.Transfer transfer ->
                    devices.transfer(actor, devEui, transfer.owner());
            case DeviceAction.Suspend suspend -> devices.suspend(actor, devEui, suspend.reason());
            case DeviceAction.Resume _ -> devices.resume(actor, devEui);
            case DeviceAction.Retire retire -> devices.retire(actor, devEui, retire.reason());
            case DeviceAction.Compromise compromise ->
                    devices.compromise(actor, devEui, compromise.reason());
            case DeviceAction.Label label ->
                    devices.setLabels(actor, devEui, new Labels(label.labels()));
            case DeviceAction.Home home ->
                    devices.setHome(actor, devEui, home.netId().map(DeviceCreateTask::home));
            case DeviceAction.Deliver deliver ->
                    devices.setDelivery(actor, devEui, delivery(deliver.delivery()));
            case DeviceAction.AskNonceReset ask ->
                    kms.approvals().requestNonceReset(actor, devEui, ask.reason());
            case DeviceAction.ActivateKeys _ -> activate(actor, seen);
        }
    }

    /// Changes that would take a device into, or out of, a scope: the principal must hold it afterwards too, else an
    /// agent could give away what is not his to give.
    private static void requireMayEnd(Principal who, Device seen, DeviceAction action) {
        switch (action) {
            case DeviceAction.Label label -> {
                Target after =
                        target(
                                seen.owner(),
                                seen.joinEui(),
                                netId(seen),
                                new Labels(label.labels()));
                who.require(action.permission(), after);
                requireMayTie(who, seen.labels().node(), new Labels(label.labels()).node());
                if (!after.order().equals(target(seen).order())) {
                    // the order says which station may see the device: who may make devices there
                    // decides
                    who.require(Permission.DEVICE_CREATE, target(seen));
                    who.require(Permission.DEVICE_CREATE, after);
                }
            }
            case DeviceAction.Claim claim ->
                    who.require(
                            action.permission(),
                            target(
                                    Optional.of(claim.owner()),
                                    seen.joinEui(),
                                    netId(seen),
                                    seen.labels()));
            case DeviceAction.Provision _,
                    DeviceAction.Transfer _,
                    DeviceAction.Suspend _,
                    DeviceAction.Resume _,
                    DeviceAction.Retire _,
                    DeviceAction.Compromise _,
                    DeviceAction.Home _,
                    DeviceAction.Deliver _,
                    DeviceAction.AskNonceReset _,
                    DeviceAction.ActivateKeys _ -> {}
        }
    }

    /// Whether the principal may import this device.
    static boolean mayImport(Principal who, NewDevice device) {
        return who.may(Permission.DEVICE_IMPORT, target(device))
                && (device.labels().node().isEmpty()
                        || who.may(Permission.TRUST_CHANGE, Target.PLATFORM));
    }

    /// A label that ties a device to a node revokes that node with it, or no more: who may revoke it decides.
    private static void requireMayTie(
            Principal who, Optional<String> before, Optional<String> after) {
        if (!before.equals(after)) {
            who.require(Permission.TRUST_CHANGE, Target.PLATFORM);
        }
    }

    private void activate(Actor actor, Device seen) {
        RootKeyRef waiting =
                seen.keys()
                        .waiting()
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.CONFLICT,
                                        "device "
                                                + seen.devEui()
                                                + " has no new root keys waiting: renew them first"));
        Device _ = kms.renewal().activate(actor, seen.devEui(), waiting);
    }

    private static KeyDelivery delivery(DeviceView.Delivery wanted) {
        return new KeyDelivery(
                Words.parse("appSKey", wanted.appSKey(), KeyDelivery.AppSKey.class),
                wanted.applicationServer(),
                wanted.networkServerKey(),
                wanted.applicationServerKey());
    }

    /// What cannot be taken back from many devices takes two people: [CompromiseWish].
    private static void requireOnePerson(Principal who, DeviceAction action) {
        who.require(action.permission());
        if (action instanceof DeviceAction.Compromise) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "many devices are marked as compromised by two people: ask for devices-compromise");
        }
    }

    @Override
    public String actOnMany(Principal who, List<String> devEuis, DeviceAction action) {
        requireOnePerson(who, action);
        return jobs.onMany(who, devEuis.stream().map(Eui64::parse).toList(), action, this);
    }

    @Override
    public String actOnAll(Principal who, DeviceFilter filter, DeviceAction action) {
        requireOnePerson(who, action);
        return jobs.onAll(who, filter, action, this);
    }

    @Override
    public String importFile(Principal who, String format, java.io.InputStream content) {
        who.require(Permission.DEVICE_IMPORT);
        return jobs.importing(who, format, content);
    }

    private Versioned<DeviceView> again(Eui64 devEui) {
        Devices.Seen seen = kms.devices().see(devEui).orElseThrow(() -> unknown(devEui));
        return new Versioned<>(seen.version(), DeviceViews.of(seen.device()));
    }

    /// The device, if the principal may do this to it.
    private Devices.Seen require(Principal who, Permission permission, Eui64 devEui) {
        return require(kms, who, permission, devEui);
    }

    /// The device, if the principal may do this to it.
    static Devices.Seen require(Kms kms, Principal who, Permission permission, Eui64 devEui) {
        who.require(permission);
        Devices.Seen seen =
                kms.devices()
                        .see(devEui)
                        .filter(found -> visible(who, permission, found.device()))
                        .orElseThrow(() -> unknown(devEui));
        if (!who.may(permission, target(seen.device()))) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "device " + devEui + ": you may read it, not do this");
        }
        return seen;
    }

    private static boolean visible(Principal who, Permission permission, Device device) {
        Target target = target(device);
        return who.may(permission, target) || who.may(Permission.DEVICE_READ, target);
    }

    private static Fault unknown(Eui64 devEui) {
        return new Fault(Fault.Kind.NOT_FOUND, "device " + devEui + " is not known");
    }

    /// A device as scopes see it.
    static Target target(Device device) {
        return target(device.owner(), device.joinEui(), netId(device), device.labels());
    }

    /// A device that is to be made, as scopes see it.
    static Target target(NewDevice device) {
        return target(
                device.owner(),
                device.joinEui(),
                device.home().map(home -> home.netId().toString()),
                device.labels());
    }

    private static Optional<String> netId(Device device) {
        return device.home().map(home -> home.netId().toString());
    }

    private static Target target(
            Optional<String> owner, Eui64 joinEui, Optional<String> netId, Labels labels) {
        return new Target(
                owner, labels.order(), OptionalLong.of(joinEui.value()), netId, labels.values());
    }

    /// In which capacity the principal acts on a device of this owner: as the owner where a grant says so.
    static Actor actor(Principal who, Optional<String> owner) {
        Actor capacity =
                owner.filter(name -> who.owns(name))
                        .map(Actor::owner)
                        .orElseGet(() -> Actor.operator(who.name().toLowerCase(Locale.ROOT)));
        return capacity.by(who.toString());
    }
}
