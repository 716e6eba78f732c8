package io.lapwing.console.api;

import io.lapwing.console.AuditDesk;
import io.lapwing.console.KeyDesk;
import io.lapwing.console.OverviewDesk;
import io.lapwing.console.Page;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What the whole platform has once: overview, keys, audit log.
final class MemoryPlatform implements OverviewDesk, KeyDesk, AuditDesk {
    private static final String AT = "2026-01-01T00:00:00Z";

    static void require(Principal who, Permission permission) {
        who.require(permission, Target.PLATFORM);
    }

    @Override
    public Overview overview(Principal who) {
        who.require(Permission.OVERVIEW_READ);
        return new Overview(
                Map.of("active", 2L),
                List.of(new Minute(AT, 1, 0)),
                List.of(new Part("vault", "memory", Optional.empty())),
                List.of(
                        new Alarm(
                                AT,
                                "high",
                                "nonces run out",
                                "0000000000000001",
                                Optional.of("/"))),
                List.of(new Expiring("server", AT, 30)),
                1);
    }

    @Override
    public VaultView vault(Principal who) {
        require(who, Permission.VAULT_READ);
        return new VaultView(
                "memory",
                true,
                "sealed",
                List.of(new Version(1, true)),
                Optional.of(0L),
                Optional.of("job-1"));
    }

    @Override
    public List<ReceiverView> receivers(Principal who) {
        require(who, Permission.RECEIVER_READ);
        return List.of(receiver("application-server", "b"), receiver("application-server", "a"));
    }

    private static ReceiverView receiver(String role, String label) {
        return new ReceiverView(role, label, List.of(new ReceiverVersion(1, true, AT)));
    }

    @Override
    public String rotate(Principal who) {
        require(who, Permission.VAULT_ROTATE);
        return "job-1";
    }

    @Override
    public ReceiverView importReceiver(Principal who, String role, String label, String jwe) {
        require(who, Permission.RECEIVER_CHANGE);
        return receiver(role, label);
    }

    @Override
    public ReceiverView retireReceiver(Principal who, String role, String label, int version) {
        require(who, Permission.RECEIVER_CHANGE);
        if (!label.equals("a")) {
            throw Objects.unknown("receiver");
        }
        return receiver(role, label);
    }

    @Override
    public String importKey(Principal who) {
        require(who, Permission.VAULT_READ);
        return "{\"kty\":\"EC\"}";
    }

    @Override
    public Page<AuditView> page(Principal who, AuditFilter filter, OptionalLong before, int limit) {
        require(who, Permission.AUDIT_READ);
        AuditView record =
                new AuditView(7, AT, "user:anna", "device.create", "01", "done", Map.of("a", "b"));
        return before.isEmpty()
                ? new Page<>(List.of(record), Optional.of("7"))
                : new Page<>(List.of(), Optional.empty());
    }

    @Override
    public List<AuditView> life(Principal who, String devEui) {
        return page(who, AuditFilter.of(devEui), OptionalLong.empty(), 100).items();
    }

    @Override
    public ChainView chain(Principal who) {
        require(who, Permission.AUDIT_READ);
        return new ChainView("main", 8, "00", OptionalLong.of(8), Optional.of(AT), 1);
    }

    @Override
    public String verify(Principal who) {
        require(who, Permission.AUDIT_READ);
        return "job-1";
    }
}
