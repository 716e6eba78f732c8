package io.lapwing.console.api;

import static io.lapwing.service.people.Permission.DEVICE_CHANGE;
import static io.lapwing.service.people.Permission.DEVICE_CLAIM;
import static io.lapwing.service.people.Permission.DEVICE_RETIRE;
import static io.lapwing.service.people.Permission.DEVICE_STEP;

import io.lapwing.console.DeviceAction;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.function.Function;

/// What can be done to many devices at once, each with what its caller must be permitted and what the request says.
final class DeviceSteps {
    /// @param word the last segment of its path
    /// @param form a [DeviceForms.Many]
    record Step(
            String word,
            Permission permission,
            Class<? extends DeviceForms.Many> form,
            Function<DeviceForms.Many, DeviceAction> action) {}

    static final List<Step> ALL =
            List.of(
                    plain("provision", DEVICE_STEP, new DeviceAction.Provision()),
                    plain("resume", DEVICE_STEP, new DeviceAction.Resume()),
                    owned("claim", DeviceAction.Claim::new),
                    owned("transfer", DeviceAction.Transfer::new),
                    reasoned("suspend", DEVICE_STEP, DeviceAction.Suspend::new),
                    reasoned("retire", DEVICE_RETIRE, DeviceAction.Retire::new),
                    step(
                            "label",
                            DEVICE_CHANGE,
                            DeviceForms.ManyLabelled.class,
                            form -> new DeviceAction.Label(form.labels())));

    private DeviceSteps() {}

    private static Step plain(String word, Permission permission, DeviceAction action) {
        return step(word, permission, DeviceForms.ManyPlain.class, _ -> action);
    }

    private static Step owned(String word, Function<String, DeviceAction> action) {
        return step(
                word,
                DEVICE_CLAIM,
                DeviceForms.ManyOwned.class,
                form -> action.apply(form.owner()));
    }

    private static Step reasoned(
            String word, Permission permission, Function<String, DeviceAction> action) {
        return step(
                word,
                permission,
                DeviceForms.ManyReasoned.class,
                form -> action.apply(form.reason()));
    }

    private static <F extends DeviceForms.Many> Step step(
            String word, Permission permission, Class<F> form, Function<F, DeviceAction> action) {
        return new Step(word, permission, form, many -> action.apply(form.cast(many)));
    }
}
