package io.lapwing.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Approvals in memory: by their identifiers, whose business they are.
final class MemoryApprovals implements ApprovalDesk {
    private final Map<String, String> whose = new TreeMap<>();

    void put(String id, String caller) {
        whose.put(id, caller);
    }

    @Override
    public List<Kind> kinds() {
        return List.of();
    }

    @Override
    public Plan plan(Principal who, Wanted wanted) {
        throw Objects.unknown("kind");
    }

    @Override
    public ApprovalView ask(Principal who, Wanted wanted, String reason) {
        who.require(Permission.APPROVAL_ASK);
        return view("OWN", "waiting");
    }

    private static ApprovalView view(String id, String state) {
        return new ApprovalView(
                id,
                "vault-destroy",
                "vault key 1",
                Optional.of("0000000000000001"),
                List.of("It is erased."),
                "rotated",
                state,
                "user:anna",
                "2026-01-01T00:00:00Z",
                Optional.of("2026-01-04T00:00:00Z"),
                Optional.of("user:bert"),
                Optional.of("job-1"),
                Optional.of("it is gone"),
                true,
                false,
                true);
    }

    @Override
    public List<ApprovalView> list(Principal who) {
        return whose.keySet().stream()
                .filter(id -> mine(who, id))
                .map(id -> view(id, "waiting"))
                .toList();
    }

    private boolean mine(Principal who, String id) {
        return who.toString().equals(whose.get(id))
                || (whose.containsKey(id) && who.may(Permission.APPROVAL_ASK, Target.PLATFORM));
    }

    @Override
    public ApprovalView find(Principal who, String id) {
        if (!mine(who, id)) {
            throw Objects.unknown("approval");
        }
        return view(id, "waiting");
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
        ApprovalView found = find(who, id);
        return new Download(found.id() + "." + format, out -> out.write(format.getBytes(UTF_8)));
    }
}
