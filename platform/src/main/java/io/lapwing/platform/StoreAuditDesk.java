package io.lapwing.platform;

import io.lapwing.console.AuditDesk;
import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Store;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The audit log for people, newest first.
///
/// The log has no index but its own order: a page looks at a bounded number of records, and its cursor goes on from there.
final class StoreAuditDesk implements AuditDesk {
    /// Records looked at for one page.
    private static final int MAX_LOOKED_AT = 20_000;

    private static final int STRIDE = 1_000;

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
        AuditLog log = store.audit();
        long end = Math.min(before.orElse(Long.MAX_VALUE), log.head().size());
        List<AuditView> found = new ArrayList<>();
        long stop = Math.max(0, end - MAX_LOOKED_AT);
        while (end > stop && found.size() < limit) {
            long from = Math.max(stop, end - STRIDE);
            List<AuditLog.AuditRecord> records = log.read(from, (int) (end - from));
            end = addNewestFirst(records, filter, limit, found, from);
        }
        return new Page<>(found, end > 0 ? Optional.of(Long.toString(end)) : Optional.empty());
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
