package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Kms;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A step on a device of which the audit log keeps the reason.
@Command
final class DeviceReasonTask extends DeviceTask {
    private final Step step;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for the audit log: at most 200 characters, no secret.")
    private String reason = "";

    private DeviceReasonTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    private interface Step {
        Device take(Kms kms, Actor actor, Eui64 devEui, String reason);
    }

    static CommandLine suspend(Context context) {
        return named(
                new DeviceReasonTask(
                        context, (kms, actor, eui, why) -> kms.devices().suspend(actor, eui, why)),
                "suspend",
                "Let a device join no more until it is resumed.",
                "70B3D57ED0000001 --reason \"lost on the way\"");
    }

    static CommandLine retire(Context context) {
        return named(
                new DeviceReasonTask(
                        context, (kms, actor, eui, why) -> kms.devices().retire(actor, eui, why)),
                "retire",
                "End a device's life: its wrapped keys leave the store, for good.",
                "70B3D57ED0000001 --reason scrapped");
    }

    static CommandLine compromise(Context context) {
        return named(
                new DeviceReasonTask(
                        context,
                        (kms, actor, eui, why) -> kms.devices().compromise(actor, eui, why)),
                "compromise",
                "Trust a device no more: its keys are refused every use.",
                "70B3D57ED0000001 --reason \"key seen in a firmware dump\"");
    }

    static CommandLine expose(Context context) {
        return named(
                new DeviceReasonTask(
                        context,
                        (kms, actor, eui, why) -> kms.devices().markExposed(actor, eui, why)),
                "expose",
                "Mark a device's root keys as having been outside a vault; there is no way back.",
                "70B3D57ED0000001 --reason \"came by mail\"");
    }

    static CommandLine resetNonce(Context context) {
        return named(
                new DeviceReasonTask(
                        context,
                        (kms, actor, eui, why) ->
                                kms.approvals().requestNonceReset(actor, eui, why)),
                "reset-nonce",
                "Ask that a device which was flashed anew counts its DevNonces from 0: see admin approval.",
                "70B3D57ED0000001 --reason \"new flash chip\"");
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        return step.take(platform.kms(), actor, devEui, reason);
    }
}
