package io.lapwing.console;

import io.lapwing.crypto.Fault;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the pages offer to do to a device: a word for its path, a button, a form, and the action that the form makes.
enum DeviceStep {
    PROVISION("Provision", true, List.of(), _ -> new DeviceAction.Provision()),
    CLAIM("Claim", true, owner(), form -> new DeviceAction.Claim(form.text("owner"))),
    TRANSFER("Transfer", true, owner(), form -> new DeviceAction.Transfer(form.text("owner"))),
    SUSPEND("Suspend", true, reason(), form -> new DeviceAction.Suspend(form.text("reason"))),
    RESUME("Resume", true, List.of(), _ -> new DeviceAction.Resume()),
    LABEL(
            "Change labels",
            true,
            List.of(
                    Field.area(
                                    "labels",
                                    "Labels",
                                    "One a line: key=value. These replace all labels.")
                            .optional()),
            form -> new DeviceAction.Label(labels(form.lines("labels")))),
    HOME(
            "Set home network",
            true,
            List.of(
                    Field.text("netId", "NetID", "6 hexadecimal digits; empty for none.")
                            .optional()),
            form -> new DeviceAction.Home(form.optional("netId"))),
    DELIVER("Change delivery", false, delivery(), DeviceStep::deliver),
    NONCE_RESET(
            "Ask for a nonce reset",
            false,
            reason(),
            form -> new DeviceAction.AskNonceReset(form.text("reason"))),
    ACTIVATE_KEYS(
            "Take new root keys into use", false, List.of(), _ -> new DeviceAction.ActivateKeys()),
    RETIRE("Retire", true, reason(), form -> new DeviceAction.Retire(form.text("reason"))),
    COMPROMISE(
            "Mark as compromised",
            false,
            reason(),
            form -> new DeviceAction.Compromise(form.text("reason")));

    private final String button;
    private final boolean forMany;

    // List.of makes a list that nobody can change, which its type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Field> fields;

    // the functions above keep nothing
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Form, DeviceAction> action;

    DeviceStep(
            String button,
            boolean forMany,
            List<Field> fields,
            Function<Form, DeviceAction> action) {
        this.button = button;
        this.forMany = forMany;
        this.fields = fields;
        this.action = action;
    }

    /// In paths: `nonce-reset`.
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String button() {
        return button;
    }

    boolean forMany() {
        return forMany;
    }

    List<Field> fields() {
        return fields;
    }

    DeviceAction action(Form form) {
        return action.apply(form);
    }

    /// The action of an empty form, of which permission and warning are asked.
    DeviceAction blank() {
        return action.apply(new Form(Map.of()));
    }

    boolean isDangerous() {
        return this == RETIRE || this == COMPROMISE || this == ACTIVATE_KEYS;
    }

    /// @throws Fault `NOT_FOUND` for a word that is none
    static DeviceStep of(String word) {
        return Arrays.stream(values())
                .filter(step -> step.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no such path"));
    }

    /// Whether it makes sense for a device as it is; the desk decides.
    boolean fits(DeviceView device) {
        boolean over = device.state().equals("retired") || device.state().equals("compromised");
        return switch (this) {
            case PROVISION -> device.state().equals("manufactured");
            case CLAIM ->
                    !over && device.owner().isEmpty() && !device.state().equals("manufactured");
            case TRANSFER -> !over && device.owner().isPresent();
            case SUSPEND -> List.of("provisioned", "claimed", "active").contains(device.state());
            case RESUME -> device.state().equals("suspended");
            case LABEL, HOME, DELIVER -> !over;
            case NONCE_RESET -> !over && device.pending().isEmpty();
            case ACTIVATE_KEYS -> !over && newest(device) > used(device);
            case RETIRE -> !device.state().equals("retired");
            case COMPROMISE -> !device.state().equals("compromised");
        };
    }

    private static int used(DeviceView device) {
        return version(device.rootKey());
    }

    private static int newest(DeviceView device) {
        return device.rootKeys().stream().mapToInt(key -> version(key.version())).max().orElse(0);
    }

    /// Of `0.2` the 2.
    private static int version(String slotAndVersion) {
        return Integer.parseInt(slotAndVersion.substring(slotAndVersion.indexOf('.') + 1));
    }

    private static List<Field> owner() {
        return List.of(Field.text("owner", "New owner", "The owner's name."));
    }

    private static List<Field> reason() {
        return List.of(Field.text("reason", "Reason", "It goes into the audit log."));
    }

    private static List<Field> delivery() {
        return List.of(
                Field.select(
                        "appSKey",
                        "AppSKey",
                        "How it reaches the application server.",
                        List.of(
                                new Field.Option("in-answer", "Wrapped, with the join"),
                                new Field.Option("on-request", "On request"))),
                Field.text("applicationServer", "Application server", "Its AS-ID.").optional(),
                Field.text("networkServerKey", "Network server's wrapping key", "A label.")
                        .optional(),
                Field.text("applicationServerKey", "Application server's wrapping key", "A label.")
                        .optional());
    }

    private static DeviceAction deliver(Form form) {
        return new DeviceAction.Deliver(
                new DeviceView.Delivery(
                        form.text("appSKey"),
                        form.optional("applicationServer"),
                        form.optional("networkServerKey"),
                        form.optional("applicationServerKey")));
    }

    /// Lines of `key=value`.
    static Map<String, String> labels(List<String> lines) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw Fault.badInput("label \"" + line + "\": want key=value");
            }
            String key = line.substring(0, equals).strip();
            if (labels.putIfAbsent(key, line.substring(equals + 1).strip()) != null) {
                throw Fault.badInput("label " + key + " is given twice: want it once");
            }
        }
        return labels;
    }

    /// What stands in the form before anything is typed.
    Optional<String> now(Field field, DeviceView device) {
        DeviceView.Delivery delivery = device.delivery();
        return switch (field.name()) {
            case "labels" -> Optional.of(Words.labels(device.labels()));
            case "netId" -> device.home();
            case "appSKey" -> Optional.of(delivery.appSKey());
            case "applicationServer" -> delivery.applicationServer();
            case "networkServerKey" -> delivery.networkServerKey();
            case "applicationServerKey" -> delivery.applicationServerKey();
            default -> Optional.empty();
        };
    }
}
