package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.Page;
import io.lapwing.kms.Approval;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.Kms;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Steps of devices that wait for a second person.
final class KmsApprovalDesk implements ApprovalDesk {
    private final Kms kms;

    KmsApprovalDesk(Kms kms) {
        this.kms = kms;
    }

    @Override
    public List<WaitingStep> waiting(Principal who) {
        who.require(Permission.APPROVE);
        return Arrays.stream(Approval.Step.values())
                .flatMap(step -> waiting(who, step))
                .sorted(Comparator.comparing(WaitingStep::at))
                .limit(Page.MAX_ITEMS)
                .toList();
    }

    private Stream<WaitingStep> waiting(Principal who, Approval.Step step) {
        return kms
                .search()
                .page(DeviceQuery.ALL.withPending(step), Optional.empty(), Page.MAX_ITEMS)
                .devices()
                .stream()
                .filter(device -> who.may(Permission.APPROVE, KmsDeviceDesk.target(device)))
                .flatMap(device -> device.pending(step).map(asked -> view(device, asked)).stream());
    }

    private static WaitingStep view(Device device, Approval asked) {
        return new WaitingStep(
                device.devEui().toString(),
                Words.of(asked.step()),
                asked.requestedBy(),
                asked.at().toString(),
                asked.reason());
    }
}
