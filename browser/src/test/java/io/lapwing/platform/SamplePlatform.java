package io.lapwing.platform;

import io.lapwing.console.AuditDesk;
import io.lapwing.console.KeyDesk;
import io.lapwing.console.OverviewDesk;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Overview, keys and audit log of a platform that lives.
final class SamplePlatform implements OverviewDesk, KeyDesk, AuditDesk {
    private static final String AT = "2026-11-21T08:12:00Z";
    private static final long RECORDS = 48_213;

    @Override
    public Overview overview(Principal who) {
        who.require(Permission.OVERVIEW_READ);
        Map<String, Long> devices = new LinkedHashMap<>();
        devices.put("manufactured", 1_204L);
        devices.put("provisioned", 3_310L);
        devices.put("claimed", 870L);
        devices.put("active", 41_902L);
        devices.put("suspended", 37L);
        devices.put("retired", 1_120L);
        devices.put("compromised", 2L);
        return new Overview(
                devices,
                joins(),
                List.of(
                        new Part("vault", "SoftHSM2, key version 2", Optional.empty()),
                        new Part("store", "PostgreSQL, 3 ms a commit", Optional.empty()),
                        new Part("audit", "signed 4 minutes ago", Optional.empty()),
                        new Part("broker", "mqtt.example", Optional.of("no answer"))),
                List.of(
                        new Alarm(
                                AT,
                                "critical",
                                "DevNonces run out: 41 left",
                                SampleDevices.devEui(6),
                                Optional.of("/devices/" + SampleDevices.devEui(6))),
                        new Alarm(
                                AT,
                                "warning",
                                "Joins refused: wrong MIC",
                                "network",
                                Optional.empty())),
                List.of(new Expiring("server", "2026-12-04T00:00:00Z", 13)),
                1);
    }

    private static List<Minute> joins() {
        List<Minute> joins = new ArrayList<>();
        Instant first = Instant.parse("2026-11-21T07:12:00Z");
        for (int i = 0; i < 60; i++) {
            long accepted = Math.round(36 + 9 * Math.sin(i / 9.0)) + i * 7919L % 7;
            joins.add(
                    new Minute(
                            first.plusSeconds(60L * i).toString(), accepted, i % 9 == 0 ? 3 : 0));
        }
        return joins;
    }

    @Override
    public VaultView vault(Principal who) {
        who.require(Permission.VAULT_READ);
        return new VaultView(
                "SoftHSM2",
                true,
                "token lapwing",
                List.of(new Version(1, false), new Version(2, true)),
                Optional.of(5_870L),
                Optional.of(SampleWork.RUNNING));
    }

    @Override
    public List<ReceiverView> receivers(Principal who) {
        who.require(Permission.RECEIVER_READ);
        return List.of(
                receiver("network-server", "ns:000013"),
                receiver("application-server", "as:meters"),
                receiver("station", "line-3"));
    }

    private static ReceiverView receiver(String role, String label) {
        return new ReceiverView(
                role,
                label,
                List.of(new ReceiverVersion(1, false, AT), new ReceiverVersion(2, true, AT)));
    }

    @Override
    public String rotate(Principal who) {
        return SampleWork.RUNNING;
    }

    @Override
    public ReceiverView importReceiver(Principal who, String role, String label, String jwe) {
        throw Fault.badInput("JWE of " + jwe.length() + " characters: want five parts");
    }

    @Override
    public ReceiverView retireReceiver(Principal who, String role, String label, int version) {
        return receiver(role, label);
    }

    @Override
    public String importKey(Principal who) {
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"…\",\"y\":\"…\"}";
    }

    @Override
    public Page<AuditView> page(Principal who, AuditFilter filter, OptionalLong before, int limit) {
        who.require(Permission.AUDIT_READ);
        List<String> actions =
                List.of("join.accept", "device.claim", "device.provision", "device.create");
        List<AuditView> records = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            records.add(
                    new AuditView(
                            RECORDS - i,
                            "2026-11-%02dT08:12:00Z".formatted(20 - i),
                            i == 0 ? "network-server:acme-ns" : "user:anna",
                            actions.get(i),
                            filter.object().orElse(SampleDevices.devEui(i)),
                            "done",
                            Map.of("reason", SampleDevices.HOSTILE)));
        }
        return new Page<>(records, Optional.empty());
    }

    @Override
    public List<AuditView> life(Principal who, String devEui) {
        return page(who, AuditFilter.of(devEui), OptionalLong.empty(), 100).items();
    }

    @Override
    public ChainView chain(Principal who) {
        who.require(Permission.AUDIT_READ);
        return new ChainView(
                "main", RECORDS, "9f".repeat(32), OptionalLong.of(RECORDS - 3), Optional.of(AT), 1);
    }

    @Override
    public String verify(Principal who) {
        return SampleWork.RUNNING;
    }
}
