package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.DeviceAction;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Approval;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.Kms;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Steps on devices that wait for a second person.
final class KmsApprovalDesk implements ApprovalDesk {
    private final Kms kms;
    private final KmsDeviceDesk devices;

    KmsApprovalDesk(Kms kms, KmsDeviceDesk devices) {
        this.kms = kms;
        this.devices = devices;
    }

    @Override
    public List<Waiting> waiting(Principal who) {
        return Arrays.stream(Approval.Step.values())
                .flatMap(step -> waiting(who, step))
                .sorted(Comparator.comparing(Waiting::at))
                .limit(Page.MAX_ITEMS)
                .toList();
    }

    private Stream<Waiting> waiting(Principal who, Approval.Step step) {
        return kms
                .search()
                .page(DeviceQuery.ALL.withPending(step), Optional.empty(), Page.MAX_ITEMS)
                .devices()
                .stream()
                .flatMap(device ->
                        device.pending(step).map(asked -> view(who, device, asked)).stream())
                .filter(one -> one.mayDecide() || one.requestedBy().equals(who.toString()));
    }

    private static Waiting view(Principal who, Device device, Approval asked) {
        String devEui = device.devEui().toString();
        String step = Words.of(asked.step());
        return new Waiting(
                step + "." + devEui,
                step,
                devEui,
                Optional.of(devEui),
                asked.requestedBy(),
                asked.at().toString(),
                asked.reason(),
                new DeviceAction.Approve(step).warning(),
                who.may(Permission.APPROVE, KmsDeviceDesk.target(device))
                        && !asked.requestedBy().equals(who.toString()));
    }

    @Override
    public void decide(Principal who, String id, boolean allow) {
        int dot = id.indexOf('.');
        if (dot < 0) {
            throw new Fault(Fault.Kind.NOT_FOUND, "there is no such step");
        }
        String step = id.substring(0, dot);
        devices.act(
                who,
                Eui64.parse(id.substring(dot + 1)),
                OptionalLong.empty(),
                allow ? new DeviceAction.Approve(step) : new DeviceAction.Reject(step));
    }
}
