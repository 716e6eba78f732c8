package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk.ApprovalView;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Approval;
import io.lapwing.kms.Approvals;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.Kms;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Steps that wait in the row of a device: for its owner, or for a second operator where it has none. Each is named by the
/// step and the device: `dev-nonce-reset.70B3D57ED0000001`.
final class DeviceApprovals {
    private final Kms kms;

    DeviceApprovals(Kms kms) {
        this.kms = kms;
    }

    /// Whether this names such a step.
    static boolean isOne(String id) {
        return id.indexOf('.') >= 0;
    }

    List<ApprovalView> list(Principal who) {
        return Arrays.stream(Approval.Step.values()).flatMap(step -> list(who, step)).toList();
    }

    private Stream<ApprovalView> list(Principal who, Approval.Step step) {
        return kms
                .search()
                .page(DeviceQuery.ALL.withPending(step), Optional.empty(), Page.MAX_ITEMS)
                .devices()
                .stream()
                .flatMap(device ->
                        device.pending(step).stream()
                                .filter(kms.approvals()::isInTime)
                                .filter(asked -> concerns(who, device, asked))
                                .map(asked -> view(who, device, asked)));
    }

    private static boolean concerns(Principal who, Device device, Approval asked) {
        return asked.requestedBy().equals(who.toString())
                || who.may(Permission.APPROVE, KmsDeviceDesk.target(device));
    }

    private static boolean mayDecide(Principal who, Device device, Approval asked) {
        boolean capable =
                device.owner().map(who::owns).orElseGet(() -> who.may(Permission.NONCE_RESET));
        return capable
                && who.isPerson()
                && !who.isSameAs(asked.requestedBy())
                && who.may(Permission.APPROVE, KmsDeviceDesk.target(device));
    }

    private static ApprovalView view(Principal who, Device device, Approval asked) {
        String devEui = device.devEui().toString();
        String step = Words.of(asked.step());
        boolean reset = asked.step() == Approval.Step.DEV_NONCE_RESET;
        return new ApprovalView(
                step + "." + devEui,
                step,
                devEui,
                Optional.of(devEui),
                List.of(happens(asked.step())),
                asked.reason(),
                "waiting",
                asked.requestedBy(),
                asked.at().toString(),
                reset ? Optional.of(asked.at().plus(Approvals.LIFE).toString()) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                mayDecide(who, device, asked),
                reset && asked.requestedBy().equals(who.toString()),
                false);
    }

    private static String happens(Approval.Step step) {
        return switch (step) {
            case DEV_NONCE_RESET ->
                    "Every join ever recorded of this device is accepted once more.";
            case JOIN_AFTER_RESTORE ->
                    "It joins again, and every join recorded between the backup and the restore is"
                            + " accepted once more.";
        };
    }

    ApprovalView find(Principal who, String id) {
        Device device = device(id);
        return device.pending(step(id))
                .filter(kms.approvals()::isInTime)
                .filter(asked -> concerns(who, device, asked))
                .map(asked -> view(who, device, asked))
                .orElseThrow(DeviceApprovals::missing);
    }

    private Device device(String id) {
        String devEui = id.substring(id.indexOf('.') + 1);
        if (!devEui.matches("[0-9A-Fa-f]{16}")) {
            throw missing();
        }
        return kms.devices().find(Eui64.parse(devEui)).orElseThrow(DeviceApprovals::missing);
    }

    private static Approval.Step step(String id) {
        String word = id.substring(0, id.indexOf('.'));
        return Arrays.stream(Approval.Step.values())
                .filter(step -> Words.of(step).equals(word))
                .findFirst()
                .orElseThrow(DeviceApprovals::missing);
    }

    private static Fault missing() {
        return new Fault(Fault.Kind.NOT_FOUND, "no such approval");
    }

    ApprovalView decide(Principal who, String id, boolean allow) {
        ApprovalView seen = find(who, id);
        if (!seen.mayDecide()) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "another person decides this: the owner, or where there is none an operator who"
                            + " did not ask");
        }
        Device device = device(id);
        Actor actor = KmsDeviceDesk.actor(who, device.owner());
        Device _ =
                allow
                        ? kms.approvals().approve(actor, device.devEui(), step(id))
                        : refused(actor, device.devEui(), step(id));
        return seen.in(allow ? "approved" : "refused");
    }

    private Device refused(Actor actor, Eui64 devEui, Approval.Step step) {
        return switch (step) {
            case DEV_NONCE_RESET -> kms.approvals().rejectNonceReset(actor, devEui);
            case JOIN_AFTER_RESTORE ->
                    throw Fault.badInput(
                            "step "
                                    + Words.of(step)
                                    + ": it is approved, or the device is retired, but not refused");
        };
    }

    ApprovalView withdraw(Principal who, String id) {
        ApprovalView seen = find(who, id);
        if (!seen.mayWithdraw()) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only who asked may withdraw");
        }
        Device _ =
                kms.approvals()
                        .rejectNonceReset(
                                KmsDeviceDesk.actor(who, Optional.empty()),
                                Eui64.parse(seen.object()));
        return seen.in("withdrawn");
    }
}
