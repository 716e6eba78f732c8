package io.lapwing.console.api;

import static io.lapwing.console.api.Operation.document;
import static io.lapwing.console.api.Operation.get;
import static io.lapwing.console.api.Operation.items;
import static io.lapwing.console.api.Operation.job;
import static io.lapwing.console.api.Operation.made;
import static io.lapwing.console.api.Operation.nothing;
import static io.lapwing.console.api.Operation.post;
import static io.lapwing.console.api.Operation.put;
import static io.lapwing.console.api.Operation.versioned;
import static io.lapwing.service.people.Permission.DEVICE_CHANGE;
import static io.lapwing.service.people.Permission.DEVICE_CLAIM;
import static io.lapwing.service.people.Permission.DEVICE_COMPROMISE;
import static io.lapwing.service.people.Permission.DEVICE_CREATE;
import static io.lapwing.service.people.Permission.DEVICE_READ;
import static io.lapwing.service.people.Permission.DEVICE_RETIRE;
import static io.lapwing.service.people.Permission.DEVICE_STEP;
import static io.lapwing.service.people.Permission.KEYS_RENEW;
import static io.lapwing.service.people.Permission.NONCE_RESET;

import io.lapwing.console.DeviceAction;
import io.lapwing.console.DeviceDesk;
import io.lapwing.console.DeviceFilter;
import io.lapwing.console.DeviceView;
import io.lapwing.console.SessionView;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Devices, one by one and by lists; [DeviceFileRoutes] has the files.
final class DeviceRoutes {
    /// Query parameters that choose devices.
    static final String[] FILTER = {
        "q", "state", "owner", "joinEui", "netId", "labels", "exposed", "noncesLow"
    };

    /// Room for 10,000 DevEUIs.
    private static final int MANY_LIMIT_BYTES = 256 * 1024;

    private final DeviceDesk desk;

    DeviceRoutes(DeviceDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        all.add(get("/devices", DEVICE_READ, items(DeviceBody.class), this::list).asking(FILTER));
        all.add(
                post(
                        "/devices",
                        DEVICE_CREATE,
                        document(DeviceForms.NewDevice.class),
                        made(DeviceBody.class),
                        this::create));
        all.add(get("/devices/{devEui}", DEVICE_READ, versioned(DeviceBody.class), this::show));
        all.add(
                get(
                        "/devices/{devEui}/sessions",
                        DEVICE_READ,
                        items(SessionView.class),
                        call ->
                                Lists.inOrder(
                                        call,
                                        desk.sessions(call.who(), devEui(call)),
                                        SessionView::id)));
        all.addAll(steps());
        all.addAll(settings());
        DeviceSteps.ALL.forEach(step -> all.add(bulk(step)));
        return List.copyOf(all);
    }

    private List<Operation> steps() {
        return List.of(
                step("provision", DEVICE_STEP, nothing(), _ -> new DeviceAction.Provision()),
                step("resume", DEVICE_STEP, nothing(), _ -> new DeviceAction.Resume()),
                step("claim", DEVICE_CLAIM, owner(), on(owner -> new DeviceAction.Claim(owner))),
                step(
                        "transfer",
                        DEVICE_CLAIM,
                        owner(),
                        on(owner -> new DeviceAction.Transfer(owner))),
                step("suspend", DEVICE_STEP, reason(), why(DeviceAction.Suspend::new)),
                step("retire", DEVICE_RETIRE, reason(), why(DeviceAction.Retire::new)),
                step("compromise", DEVICE_COMPROMISE, reason(), why(DeviceAction.Compromise::new)),
                step("nonce-reset", NONCE_RESET, reason(), why(DeviceAction.AskNonceReset::new)),
                step(
                        "root-keys/activate",
                        KEYS_RENEW,
                        nothing(),
                        _ -> new DeviceAction.ActivateKeys()));
    }

    private List<Operation> settings() {
        return List.of(
                setting(
                        "labels",
                        DeviceForms.Labels.class,
                        form -> new DeviceAction.Label(form.labels())),
                setting(
                        "home",
                        DeviceForms.Home.class,
                        form -> new DeviceAction.Home(form.netId())),
                setting("delivery", DeviceView.Delivery.class, DeviceAction.Deliver::new));
    }

    private static Operation.Takes owner() {
        return document(DeviceForms.Owner.class);
    }

    private static Operation.Takes reason() {
        return document(DeviceForms.Reason.class);
    }

    private static Function<Call, DeviceAction> on(Function<String, DeviceAction> action) {
        return call -> action.apply(call.form(DeviceForms.Owner.class).owner());
    }

    private static Function<Call, DeviceAction> why(Function<String, DeviceAction> action) {
        return call -> action.apply(call.form(DeviceForms.Reason.class).reason());
    }

    private Operation step(
            String word,
            Permission permission,
            Operation.Takes takes,
            Function<Call, DeviceAction> action) {
        return post(
                        "/devices/{devEui}/" + word,
                        permission,
                        takes,
                        versioned(DeviceBody.class),
                        call -> act(call, action.apply(call)))
                .onMatch();
    }

    private <F> Operation setting(String word, Class<F> form, Function<F, DeviceAction> action) {
        return put(
                "/devices/{devEui}/" + word,
                DEVICE_CHANGE,
                document(form),
                versioned(DeviceBody.class),
                call -> act(call, action.apply(call.form(form))));
    }

    private Operation bulk(DeviceSteps.Step step) {
        return post(
                "/devices/bulk/" + step.word(),
                step.permission(),
                new Operation.Takes.Document(step.form(), MANY_LIMIT_BYTES),
                job(),
                call -> {
                    DeviceForms.Many many = call.form(step.form());
                    DeviceAction action = step.action().apply(many);
                    Optional<DeviceFilter> matching = many.matching();
                    return Answers.started(
                            matching.isPresent()
                                    ? desk.actOnAll(call.who(), matching.get(), action)
                                    : desk.actOnMany(
                                            call.who(), many.devEuis().orElseThrow(), action));
                });
    }

    private Response list(Call call) {
        return Answers.page(
                call,
                desk.page(call.who(), filter(call), call.after(), call.limit()),
                view -> DeviceBody.of(call.who(), view));
    }

    private Response create(Call call) {
        Versioned<DeviceView> made =
                desk.create(call.who(), call.form(DeviceForms.NewDevice.class).form());
        return Answers.made(
                "/devices/" + made.value().devEui(),
                made.version(),
                DeviceBody.of(call.who(), made.value()));
    }

    private Response show(Call call) {
        return answer(call, desk.find(call.who(), devEui(call)));
    }

    private Response act(Call call, DeviceAction action) {
        String devEui = devEui(call);
        OptionalLong wanted = call.ifMatch();
        return EntityTag.guarded(
                wanted,
                () -> desk.find(call.who(), devEui).version(),
                () -> answer(call, desk.act(call.who(), devEui, wanted, action)));
    }

    private static Response answer(Call call, Versioned<DeviceView> found) {
        return Answers.versioned(found.version(), DeviceBody.of(call.who(), found.value()));
    }

    private static String devEui(Call call) {
        String devEui = call.path("devEui");
        if (!devEui.matches("[0-9A-Fa-f]{16}")) {
            throw Fault.badInput("DevEUI: want 16 hexadecimal digits");
        }
        return devEui;
    }

    /// The devices that the query chooses.
    static DeviceFilter filter(Call call) {
        return new DeviceFilter(
                call.query("q").filter(text -> !text.isBlank()),
                call.query("state"),
                call.query("owner"),
                call.query("joinEui"),
                call.query("netId"),
                labels(call.query("labels")),
                call.flag("exposed"),
                call.flag("noncesLow"));
    }

    private static SortedMap<String, String> labels(Optional<String> text) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String label : text.map(t -> t.split(",", -1)).orElse(new String[0])) {
            String[] parts = label.split("=", 2);
            if (parts.length != 2) {
                throw Fault.badInput("query parameter labels: want key=value,key=value");
            }
            labels.put(parts[0], parts[1]);
        }
        return labels;
    }
}
