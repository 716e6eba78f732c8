package io.lapwing.console;

import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Pages of devices: the list, one of them, and what is done to one.
final class DevicePages {
    static final String PATH = "/devices";
    private static final int PAGE = 50;
    private static final int RECORDS = 60;
    private static final Ask.Crumb DEVICES = new Ask.Crumb(PATH, "Devices");
    static final List<String> STATES =
            List.of(
                    "manufactured",
                    "provisioned",
                    "claimed",
                    "active",
                    "suspended",
                    "retired",
                    "compromised");

    private final Pages pages;
    private final Posts posts;
    private final DeviceDesk desk;
    private final AuditDesk audit;
    private final ApprovalDesk approvals;

    DevicePages(
            Pages pages, Posts posts, DeviceDesk desk, AuditDesk audit, ApprovalDesk approvals) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
        this.audit = audit;
        this.approvals = approvals;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.DEVICE_READ);
        Access create = Access.permitted(Permission.DEVICE_CREATE);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get(PATH, read, pages.guarded(this::list)));
        routes.add(Route.get(PATH + "/new", create, pages.guarded(this::blank)));
        routes.add(Route.post(PATH + "/new", create, pages.guarded(this::create)));
        routes.add(Route.get(PATH + "/{devEui}", read, pages.guarded(this::device)));
        for (DeviceStep step : DeviceStep.values()) {
            Access access = Access.permitted(step.blank().permission());
            String path = PATH + "/{devEui}/" + step.word();
            routes.add(Route.get(path, access, pages.guarded(request -> ask(request, step))));
            routes.add(Route.post(path, access, pages.guarded(request -> act(request, step))));
        }
        return routes;
    }

    /// The list as the page shows it.
    ///
    /// @param query the filter as a query, without a cursor
    record Listed(
            DeviceFilter filter,
            Page<DeviceView> page,
            String query,
            boolean first,
            List<DeviceStep> steps,
            List<ApprovalDesk.Kind> kinds) {
        /// Whether there is something to do to devices that are picked.
        boolean picks() {
            return !steps.isEmpty() || !kinds.isEmpty();
        }

        List<DeviceConditions> chips() {
            return DeviceConditions.of(filter).stream()
                    .filter(one -> !one.name().equals("q"))
                    .toList();
        }

        boolean isFiltered() {
            return !filter.equals(DeviceFilter.ALL);
        }

        String text() {
            return filter.text().orElse("");
        }

        String owner() {
            return filter.owner().orElse("");
        }

        String joinEui() {
            return filter.joinEui().orElse("");
        }

        String network() {
            return filter.netId().orElse("");
        }

        boolean isState(String state) {
            return filter.state().filter(state::equals).isPresent();
        }

        /// What a screen reader is told when the list has changed.
        String told() {
            String count = Words.count(page.items().size(), "device");
            return page.next().isPresent() ? count + " shown, and more" : count + " shown";
        }
    }

    private Response list(Request request) {
        DeviceFilter filter = DeviceConditions.filter(request::queries);
        Optional<String> after = request.query("after").filter(text -> !text.isEmpty());
        Page<DeviceView> page = desk.page(request.principal(), filter, after, PAGE);
        List<DeviceStep> steps =
                Stream.of(DeviceStep.values())
                        .filter(DeviceStep::forMany)
                        .filter(step -> request.principal().may(step.blank().permission()))
                        .toList();
        Listed listed =
                new Listed(
                        filter,
                        page,
                        DeviceConditions.query(filter),
                        after.isEmpty(),
                        steps,
                        kinds(request));
        Frame frame = pages.frame(request, "Devices", PATH);
        return pages.page(frame, Pages.partial(request, "list") ? "deviceList" : "devices", listed);
    }

    /// What takes two people and this one may ask for.
    private List<ApprovalDesk.Kind> kinds(Request request) {
        return approvals.kinds().stream()
                .filter(ApprovalDesk.Kind::onDevices)
                .filter(kind -> request.principal().may(kind.permission()))
                .toList();
    }

    /// Whether a root key of it ever was outside a vault.
    static boolean exposed(DeviceView device) {
        return device.rootKeys().stream().anyMatch(DeviceView.RootKeyView::exposed);
    }

    /// A device as its page shows it.
    record Shown(
            DeviceView device,
            List<SessionView> sessions,
            List<AuditDesk.AuditView> records,
            boolean audited,
            String lineage,
            String timeline,
            List<DeviceStep> steps,
            boolean mayRenew) {
        boolean hasDangers() {
            return steps.stream().anyMatch(DeviceStep::isDangerous);
        }
    }

    private Response device(Request request) {
        Principal who = request.principal();
        String devEui = request.pathParameter("devEui");
        DeviceView device = desk.find(who, devEui).value();
        boolean audited = who.may(Permission.AUDIT_READ);
        List<AuditDesk.AuditView> records =
                audited
                        ? audit.page(
                                        who,
                                        AuditDesk.AuditFilter.of(device.devEui()),
                                        OptionalLong.empty(),
                                        RECORDS)
                                .items()
                        : List.of();
        List<DeviceStep> steps =
                Stream.of(DeviceStep.values())
                        .filter(step -> step.fits(device))
                        .filter(step -> who.may(step.blank().permission(), target(device)))
                        .toList();
        List<AuditDesk.AuditView> life = audited ? audit.life(who, device.devEui()) : List.of();
        Shown shown =
                new Shown(
                        device,
                        desk.sessions(who, devEui),
                        records,
                        audited,
                        LineagePicture.of(device) + LineagePicture.upright(device),
                        TimelinePicture.of(device.state(), life)
                                + TimelinePicture.upright(device.state(), life),
                        steps,
                        mayRenew(who, device));
        return pages.page(
                pages.frame(request, device.devEui(), PATH),
                Pages.partial(request, "living") ? "deviceJoins" : "device",
                shown);
    }

    private static boolean mayRenew(Principal who, DeviceView device) {
        return who.may(Permission.KEYS_RENEW, target(device))
                && !device.state().equals("retired")
                && !device.state().equals("compromised");
    }

    /// What scopes are held against; the production order is the desk's to know.
    static Target target(DeviceView device) {
        return new Target(
                device.owner(),
                Optional.empty(),
                OptionalLong.of(Long.parseUnsignedLong(device.joinEui(), 16)),
                device.home(),
                new TreeMap<>(device.labels()));
    }

    private Response ask(Request request, DeviceStep step) {
        Versioned<DeviceView> found =
                desk.find(request.principal(), request.pathParameter("devEui"));
        return pages.ask(request, PATH, form(found, step));
    }

    private Response act(Request request, DeviceStep step) {
        Form form = posts.signedIn(request);
        String devEui = request.pathParameter("devEui");
        Versioned<DeviceView> found = desk.find(request.principal(), devEui);
        return pages.answered(
                request,
                PATH,
                form(found, step),
                form,
                () -> {
                    Versioned<DeviceView> _ =
                            desk.act(
                                    request.principal(), devEui, form.version(), step.action(form));
                    return Pages.see(PATH + "/" + Words.encoded(found.value().devEui()));
                });
    }

    private static Ask form(Versioned<DeviceView> found, DeviceStep step) {
        DeviceView device = found.value();
        String path = PATH + "/" + Words.encoded(device.devEui());
        List<Field> fields =
                step.fields().stream()
                        .map(field -> field.value(step.now(field, device).orElse("")))
                        .toList();
        Ask ask =
                Ask.of(step.button(), path + "/" + step.word(), step.button(), fields)
                        .lead("Device " + device.devEui() + ", " + device.state() + " now.")
                        .under(DEVICES, new Ask.Crumb(path, device.devEui()))
                        .hiding(List.of(Ask.Hidden.version(found.version())));
        Optional<String> warning = step.blank().warning();
        if (step.isDangerous()) {
            return ask.dangerous(device.devEui(), warning.stream().toArray(String[]::new));
        }
        return ask.happens(warning.stream().toList());
    }

    private static Ask blankForm() {
        return Ask.of(
                        "New device",
                        PATH + "/new",
                        "Make device",
                        List.of(
                                Field.text("devEui", "DevEUI", "16 hexadecimal digits."),
                                Field.text("joinEui", "JoinEUI", "16 hexadecimal digits."),
                                Field.select("macVersion", "LoRaWAN version", "", versions())
                                        .value("1.0.4"),
                                Field.text("owner", "Owner", "When it has one already.").optional(),
                                Field.text("home", "Home network", "NetID, 6 hexadecimal digits.")
                                        .optional(),
                                Field.area("labels", "Labels", "One a line: key=value.").optional(),
                                Field.text(
                                                "module",
                                                "Module identity",
                                                "64 hexadecimal digits, when its maker told it.")
                                        .optional(),
                                Field.check(
                                        "claimRequired",
                                        "It may join only once it is claimed",
                                        "")))
                .lead("Its root keys are made in the vault; nobody ever sees them.")
                .under(DEVICES);
    }

    private static List<Field.Option> versions() {
        return Stream.of("1.0.2", "1.0.3", "1.0.4", "1.1")
                .map(version -> new Field.Option(version, version))
                .toList();
    }

    private Response blank(Request request) {
        return pages.ask(request, PATH, blankForm());
    }

    private Response create(Request request) {
        return posts.answered(
                request,
                PATH,
                _ -> blankForm(),
                form -> {
                    NewDeviceForm wanted =
                            new NewDeviceForm(
                                    form.text("devEui"),
                                    form.text("joinEui"),
                                    form.text("macVersion"),
                                    form.checked("claimRequired"),
                                    form.optional("owner"),
                                    form.optional("home"),
                                    DeviceStep.labels(form.lines("labels")),
                                    form.optional("module"));
                    DeviceView made = desk.create(request.principal(), wanted).value();
                    return Pages.see(PATH + "/" + Words.encoded(made.devEui()));
                });
    }
}
