package io.lapwing.platform;

import io.lapwing.console.DeviceFilter;
import io.lapwing.console.OverviewDesk;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import io.lapwing.vault.VaultStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The whole at one look: what an administrator sees of the instance, and an owner of the own devices.
final class PlatformOverviewDesk implements OverviewDesk {
    private static final int MOST_ALARMS = 20;

    private static final DeviceFilter LOW =
            new DeviceFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    false,
                    true);

    private final Platform platform;
    private final PlatformApprovalDesk approvals;
    private final JoinMinutes joins;
    private final ScopedCounts scoped;

    PlatformOverviewDesk(Platform platform, PlatformApprovalDesk approvals, JoinMinutes joins) {
        this.platform = platform;
        scoped = new ScopedCounts(platform.kms().search());
        this.approvals = approvals;
        this.joins = joins;
    }

    @Override
    public Overview overview(Principal who) {
        who.require(Permission.OVERVIEW_READ);
        boolean everything = who.may(Permission.OVERVIEW_READ, Target.PLATFORM);
        return new Overview(
                everything ? counts() : scoped.of(who),
                everything ? joins.lastHour() : List.of(),
                everything ? parts() : List.of(),
                alarms(who, everything),
                everything ? ending() : List.of(),
                waiting(who));
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Lifecycle state : Lifecycle.values()) {
            counts.put(state.word(), platform.kms().search().count(state));
        }
        return counts;
    }

    private List<Part> parts() {
        VaultStatus vault = platform.vault().status();
        long records = platform.store().audit().head().size();
        List<Part> parts = new ArrayList<>();
        parts.add(
                new Part(
                        "vault",
                        vault.engine() + ", key version " + vault.keyVersion(),
                        vault.available() ? Optional.empty() : Optional.of(vault.detail())));
        parts.add(
                new Part("store", Words.of(platform.config().store().engine()), Optional.empty()));
        parts.add(new Part("audit", "%,d records".formatted(records), Optional.empty()));
        platform.central().map(PlatformOverviewDesk::part).ifPresent(parts::add);
        return parts;
    }

    private static Part part(CentralHost central) {
        return new Part(
                "trusted nodes",
                central.config().cell().toString(),
                central.problem().or(central::radioProblem));
    }

    private List<Alarm> alarms(Principal who, boolean everything) {
        List<Alarm> alarms = new ArrayList<>();
        VaultStatus vault = platform.vault().status();
        if (everything && !vault.available()) {
            alarms.add(
                    new Alarm(
                            Instant.now().toString(),
                            "critical",
                            vault.detail(),
                            "vault",
                            Optional.of("/keys")));
        }
        KmsDeviceDesk.query(who, LOW)
                .map(query ->
                        platform.kms()
                                .search()
                                .page(
                                        query,
                                        KmsDeviceDesk.visible(who),
                                        Optional.empty(),
                                        MOST_ALARMS)
                                .devices())
                .orElse(List.of())
                .forEach(device ->
                        alarms.add(
                                new Alarm(
                                        Instant.now().toString(),
                                        "warning",
                                        "its nonces run out: give it new root keys",
                                        device.devEui().toString(),
                                        Optional.of("/devices/" + device.devEui()))));
        platform.messengers().alarms().now(platform.messengers().feed().visibleTo(who)).stream()
                .flatMap(alarm -> AlarmWords.of(alarm).stream())
                .forEach(alarms::add);
        return alarms.stream().limit(MOST_ALARMS).toList();
    }

    private List<Expiring> ending() {
        return EndingCertificates.of(platform).stream()
                .map(certificate -> {
                    Instant until = certificate.getNotAfter().toInstant();
                    return new Expiring(
                            certificate.getSubjectX500Principal().getName(),
                            until.toString(),
                            Duration.between(Instant.now(), until).toDays());
                })
                .toList();
    }

    private int waiting(Principal who) {
        return who.may(Permission.APPROVE)
                ? (int)
                        approvals.list(who).stream()
                                .filter(io.lapwing.console.ApprovalDesk.ApprovalView::mayDecide)
                                .count()
                : 0;
    }
}
