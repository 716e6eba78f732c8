package io.lapwing.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;

/// Steps that wait for a second person, and some that came to their end.
final class SampleApprovals implements ApprovalDesk {
    private static final String DESTROY = "vault-destroy";

    @Override
    public List<Kind> kinds() {
        return List.of(
                new Kind(
                        "keys-renew",
                        "Renew root keys",
                        Permission.KEYS_RENEW,
                        true,
                        List.of(
                                new Parameter(
                                        "station",
                                        "Station",
                                        "Whose wrapping key protects the copies: its label."))),
                new Kind("device-export", "Export", Permission.DEVICE_EXPORT, true, List.of()),
                new Kind(
                        DESTROY,
                        "Destroy",
                        Permission.VAULT_DESTROY,
                        false,
                        List.of(new Parameter("version", "Version", "An older one."))));
    }

    @Override
    public Plan plan(Principal who, Wanted wanted) {
        Kind kind =
                kinds().stream()
                        .filter(one -> one.word().equals(wanted.kind()))
                        .findFirst()
                        .orElseThrow(SampleApprovals::missing);
        return new Plan(
                kind,
                kind.onDevices() ? "2,140 devices" : "vault key 1",
                List.of("Devices: active, of river-watch.", "There is no way back."));
    }

    @Override
    public ApprovalView ask(Principal who, Wanted wanted, String reason) {
        return list(who).getFirst();
    }

    private static ApprovalView one(
            String id, String step, String object, String state, boolean own) {
        boolean reset = step.equals("dev-nonce-reset");
        return new ApprovalView(
                id,
                step,
                object,
                reset ? Optional.of(object) : Optional.empty(),
                List.of(
                        reset
                                ? "Every join ever recorded of this device is accepted once more."
                                : "It is done once, and there is no way back."),
                "due this year " + SampleDevices.HOSTILE,
                state,
                own ? "user:administrator" : "user:bert",
                "2026-11-20T08:00:00Z",
                Optional.of("2026-11-23T08:00:00Z"),
                state.equals("waiting") ? Optional.empty() : Optional.of("user:cleo"),
                state.equals("done") ? Optional.of(SampleWork.RUNNING) : Optional.empty(),
                state.equals("done") ? Optional.of("2,140 devices") : Optional.empty(),
                state.equals("waiting") && !own,
                own && !state.equals("done"),
                own && !state.equals("waiting"));
    }

    @Override
    public List<ApprovalView> list(Principal who) {
        return List.of(
                one("wish-1", "dev-nonce-reset", SampleDevices.devEui(3), "waiting", false),
                one("wish-2", DESTROY, "vault key 1", "waiting", true),
                one("wish-3", "device-export", "2,140 devices", "approved", true),
                one("wish-4", "keys-renew", "2,140 devices", "done", true));
    }

    @Override
    public ApprovalView find(Principal who, String id) {
        return list(who).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(SampleApprovals::missing);
    }

    private static Fault missing() {
        return new Fault(Fault.Kind.NOT_FOUND, "no such approval");
    }

    @Override
    public ApprovalView approve(Principal who, String id) {
        return find(who, id).in("approved");
    }

    @Override
    public ApprovalView refuse(Principal who, String id) {
        return find(who, id).in("refused");
    }

    @Override
    public ApprovalView withdraw(Principal who, String id) {
        return find(who, id).in("withdrawn");
    }

    @Override
    public Download download(Principal who, String id, String format) {
        return new Download("devices." + format, out -> out.write(format.getBytes(UTF_8)));
    }
}
