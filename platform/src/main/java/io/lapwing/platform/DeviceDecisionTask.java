package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Approval;
import io.lapwing.kms.Approvals;
import io.lapwing.kms.Device;
import io.lapwing.lorawan.Eui64;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The second person's decision on a step that waits.
@Command
final class DeviceDecisionTask extends DeviceTask {
    private final Step step;

    private DeviceDecisionTask(Context context, Step step) {
        super(context);
        this.step = step;
    }

    private interface Step {
        Device take(Approvals approvals, Actor actor, Eui64 devEui);
    }

    static CommandLine approveReset(Context context) {
        return named(
                new DeviceDecisionTask(
                        context,
                        (approvals, actor, eui) ->
                                approvals.approve(actor, eui, Approval.Step.DEV_NONCE_RESET)),
                "reset-nonce approve",
                "Allow it: from then on every join recorded of the device is accepted once more.",
                "70B3D57ED0000001 --as-owner acme");
    }

    static CommandLine rejectReset(Context context) {
        return named(
                new DeviceDecisionTask(context, Approvals::rejectNonceReset),
                "reset-nonce reject",
                "Leave the device's nonces as they are.",
                "70B3D57ED0000001 --as-owner acme");
    }

    static CommandLine approveJoin(Context context) {
        return named(
                new DeviceDecisionTask(
                        context,
                        (approvals, actor, eui) ->
                                approvals.approve(actor, eui, Approval.Step.JOIN_AFTER_RESTORE)),
                "approve-join",
                "Let a device join that waits since a restore: joins recorded in the gap count once more.",
                "70B3D57ED0000001 --as-owner acme");
    }

    @Override
    Device change(Platform platform, Actor actor, Eui64 devEui) {
        return step.take(platform.kms().approvals(), actor, devEui);
    }
}
