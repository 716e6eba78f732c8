package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;

/// A step that waits for a second person.
final class SampleApprovals implements ApprovalDesk {
    @Override
    public List<Waiting> waiting(Principal who) {
        who.require(Permission.APPROVE);
        return List.of(
                new Waiting(
                        "wish-1",
                        "dev-nonce-reset",
                        SampleDevices.devEui(3),
                        Optional.of(SampleDevices.devEui(3)),
                        "user:bert",
                        "2026-11-20T08:00:00Z",
                        "flashed " + SampleDevices.HOSTILE,
                        Optional.of("Every join ever recorded is accepted once more."),
                        true));
    }

    @Override
    public void decide(Principal who, String id, boolean allow) {
        throw new Fault(Fault.Kind.NOT_FOUND, "no wish " + id);
    }
}
