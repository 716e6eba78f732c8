package io.lapwing.platform;

import io.lapwing.console.AuditDesk;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditLog.Aim;
import io.lapwing.service.Store;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The audit log for people, newest first.
///
/// What was recorded of an object is found by an index. Without an object a page looks at a bounded number of records in
/// the order of the log, and its cursor goes on from there.
final class StoreAuditDesk implements AuditDesk {
    /// Records looked at for one page, in the order of the log.
    private static final int MAX_LOOKED_AT = 5_000;

    private static final int STRIDE = 100;

    /// Records of one object looked at for one page.
    private static final int MAX_READ = 1_000;

    private static final String DEVICE = "device";
    private static final String JOIN = "join";

    /// The newest steps of a device's life that are told.
    private static final int MAX_STEPS = 100;

    /// How many of a device's oldest joins are looked at for the first that was accepted.
    private static final int MAX_TRIES = 20;

    private final Store store;
    private final KmsDeviceDesk devices;
    private final AuditJobs jobs;

    StoreAuditDesk(Store store, KmsDeviceDesk devices, AuditJobs jobs) {
        this.store = store;
        this.devices = devices;
        this.jobs = jobs;
    }

    @Override
    public Page<AuditView> page(Principal who, AuditFilter filter, OptionalLong before, int limit) {
        requireMayRead(who, filter);
        if (limit < 1 || limit > Page.MAX_ITEMS) {
            throw Fault.badInput("page of " + limit + " records: want 1 to " + Page.MAX_ITEMS);
        }
        return filter.object().isPresent()
                ? about(filter, before.orElse(Long.MAX_VALUE), limit)
                : all(filter, before.orElse(Long.MAX_VALUE), limit);
    }

    /// By the index of objects; actor and the rest of the action are looked at record by record.
    private Page<AuditView> about(AuditFilter filter, long before, int limit) {
        Optional<String> subject =
                filter.action().filter(action -> action.contains(".")).map(Aim::subject);
        Aim aim = new Aim(filter.object().orElseThrow(), subject);
        List<AuditView> found = new ArrayList<>();
        OptionalLong next = OptionalLong.of(before);
        for (int looked = 0; looked < MAX_READ && found.size() < limit; looked += limit) {
            if (next.isEmpty()) {
                break;
            }
            AuditLog.Found some = store.audit().newest(aim, next.getAsLong(), limit - found.size());
            some.records().stream()
                    .filter(record -> matches(filter, record.event()))
                    .map(StoreAuditDesk::view)
                    .forEach(found::add);
            next = some.next();
        }
        return new Page<>(
                found,
                next.isPresent() ? Optional.of(Long.toString(next.getAsLong())) : Optional.empty());
    }

    private Page<AuditView> all(AuditFilter filter, long before, int limit) {
        AuditLog log = store.audit();
        long end = Math.min(before, log.head().size());
        List<AuditView> found = new ArrayList<>();
        long stop = Math.max(0, end - MAX_LOOKED_AT);
        while (end > stop && found.size() < limit) {
            long from = Math.max(stop, end - Math.max(limit, STRIDE));
            List<AuditLog.AuditRecord> records = log.read(from, (int) (end - from));
            end = addNewestFirst(records, filter, limit, found, from);
        }
        return new Page<>(found, end > 0 ? Optional.of(Long.toString(end)) : Optional.empty());
    }

    @Override
    public List<AuditView> life(Principal who, String devEui) {
        who.require(Permission.AUDIT_READ);
        String object = devices.find(who, devEui).value().devEui();
        AuditLog log = store.audit();
        List<AuditView> life = new ArrayList<>();
        log
                .newest(new Aim(object, Optional.of(DEVICE)), Long.MAX_VALUE, MAX_STEPS)
                .records()
                .stream()
                .map(StoreAuditDesk::view)
                .forEach(life::add);
        log.oldest(new Aim(object, Optional.of(JOIN)), 0, MAX_TRIES).records().stream()
                .filter(record -> record.event().action().equals("join.accept"))
                .findFirst()
                .map(StoreAuditDesk::view)
                .ifPresent(life::add);
        life.sort(Comparator.comparingLong(AuditView::index).reversed());
        return List.copyOf(life);
    }

    /// @return the index before which to go on
    private static long addNewestFirst(
            List<AuditLog.AuditRecord> records,
            AuditFilter filter,
            int limit,
            List<AuditView> found,
            long from) {
        for (AuditLog.AuditRecord record : records.reversed()) {
            if (matches(filter, record.event())) {
                found.add(view(record));
                if (found.size() == limit) {
                    return record.index();
                }
            }
        }
        return from;
    }

    /// Whoever may read a device may read what was recorded of it; the whole log is for those who may read all.
    private void requireMayRead(Principal who, AuditFilter filter) {
        if (who.may(Permission.AUDIT_READ, Target.PLATFORM)) {
            return;
        }
        if (filter.object().isEmpty()) {
            who.require(Permission.AUDIT_READ, Target.PLATFORM);
        }
        devices.find(who, filter.object().orElseThrow());
    }

    private static boolean matches(AuditFilter filter, AuditEvent event) {
        return filter.object().map(event.object()::equals).orElse(true)
                && filter.action().map(event.action()::startsWith).orElse(true)
                && filter.actor().map(event.actor()::startsWith).orElse(true);
    }

    private static AuditView view(AuditLog.AuditRecord record) {
        AuditEvent event = record.event();
        return new AuditView(
                record.index(),
                event.at().toString(),
                event.actor(),
                event.action(),
                event.object(),
                event.outcome(),
                event.details());
    }

    @Override
    public ChainView chain(Principal who) {
        who.require(Permission.AUDIT_READ, Target.PLATFORM);
        AuditLog log = store.audit();
        AuditLog.Head head = log.head();
        Optional<AuditLog.Checkpoint> newest = log.newestCheckpoint();
        return new ChainView(
                log.name(),
                head.size(),
                head.root().toHex(),
                newest.map(checkpoint -> OptionalLong.of(checkpoint.head().size()))
                        .orElse(OptionalLong.empty()),
                newest.map(checkpoint -> checkpoint.at().toString()),
                store.epoch());
    }

    @Override
    public String verify(Principal who) {
        who.require(Permission.AUDIT_READ, Target.PLATFORM);
        return jobs.verify(who);
    }
}
