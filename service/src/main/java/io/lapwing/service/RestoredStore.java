package io.lapwing.service;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AnchorKeeper.StoreAnchor;
import io.lapwing.service.AnchorKeeper.Witness;
import io.lapwing.service.AuditLog.Head;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A store that came out of a backup and that the vault's anchor therefore refuses, until the operator accepts it.
///
/// The order: restore the file, bring the newer audit records back with [#appendTail] if an export of them exists,
/// apply the margins of counters to every row while the store serves nobody, then [#accept].
public final class RestoredStore {
    private static final int IN_FLIGHT = 1_000;

    private final Store store;
    private final Witness witness;

    public RestoredStore(Store store, Witness witness) {
        this.store = store;
        this.witness = witness;
    }

    /// How the audit log stands against what the vault has witnessed.
    public sealed interface Standing {
        /// Every witnessed record is there; rows may still be older than the newest records say.
        record Complete(Head head) implements Standing {}

        /// Witnessed records are not there, or others stand in their place: what they changed is unknown.
        record Gap(Head head, long witnessedSize) implements Standing {}
    }

    /// Compares the audit log with the witness.
    public Standing standing() {
        StoreAnchor anchor = witness.read();
        AuditLog log = store.audit();
        Head head = log.head();
        boolean complete =
                anchor.auditSize() == 0
                        || (head.size() >= anchor.auditSize()
                                && log.rootAt(anchor.auditSize()).equals(anchor.root()));
        return complete ? new Standing.Complete(head) : new Standing.Gap(head, anchor.auditSize());
    }

    /// Appends the records of an export that the restored log lacks. The export must begin within the log or at its
    /// end, agree with it, and contain what the vault has witnessed; otherwise nothing is written.
    ///
    /// @param key the vault's signing key
    /// @return the index of the first record appended: from there on, the records say what the rows do not know
    /// @throws Fault `TAMPERED` when the export is damaged or of another log
    public long appendTail(Path export, PublicKey key) {
        Head before = store.audit().head();
        Tail check = new Tail(before, witness.read());
        Verification found = new AuditImport(export, key).read(check);
        if (found instanceof Verification.Broken(long first, long _, String why)) {
            throw notTaken("record %d: %s".formatted(first, why));
        }
        check.demandFit();
        Writer writer = new Writer(before.size());
        new AuditImport(export, key).read(writer);
        writer.finish();
        return before.size();
    }

    private static Fault notTaken(String why) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "the audit export does not continue the restored log: %s; nothing was appended"
                        .formatted(why));
    }

    /// Compares an export with the log that it is to continue.
    private static final class Tail implements AuditImport.Listener {
        private final Head restored;
        private final StoreAnchor anchor;
        private Frontier frontier = new Frontier();
        private boolean meetsLog;
        private boolean meetsAnchor;

        Tail(Head restored, StoreAnchor anchor) {
            this.restored = restored;
            this.anchor = anchor;
            meetsAnchor = anchor.auditSize() <= restored.size();
        }

        @Override
        public void from(Frontier start) {
            frontier = start;
            compare();
        }

        @Override
        public void record(long index, AuditEvent event) {
            frontier.append(AuditEncoding.encode(event));
            compare();
        }

        private void compare() {
            if (frontier.size() == restored.size()) {
                meetsLog = frontier.root().equals(restored.root());
            }
            if (frontier.size() == anchor.auditSize() && frontier.size() > 0) {
                meetsAnchor = frontier.root().equals(anchor.root());
            }
        }

        void demandFit() {
            if (!meetsLog) {
                throw notTaken(
                        "it has no record %d after the same records".formatted(restored.size()));
            }
            if (!meetsAnchor) {
                throw notTaken(
                        "it does not hold the %d records that the vault has witnessed"
                                .formatted(anchor.auditSize()));
            }
        }
    }

    /// Writes the records behind the log's end, a bounded number of them under way at once.
    private final class Writer implements AuditImport.Listener {
        private final long from;
        private CompletableFuture<Long> last = CompletableFuture.completedFuture(-1L);

        Writer(long from) {
            this.from = from;
        }

        @Override
        public void from(Frontier frontier) {}

        @Override
        public void record(long index, AuditEvent event) {
            if (index < from) {
                return;
            }
            last = store.submit(event);
            if (index % IN_FLIGHT == 0) {
                finish();
            }
        }

        void finish() {
            long ignored = last.join();
        }
    }

    /// Accepts the store as it is: writes that into its audit log, lifts its epoch above every one the vault has
    /// witnessed, and lets the vault witness it. From then on [AnchorKeeper#open] takes it, and no older copy.
    ///
    /// @param actor who accepts: `admin:root`
    public Head accept(Instant at, String actor) {
        StoreAnchor anchor = witness.read();
        Standing standing = standing();
        TreeMap<String, String> details = new TreeMap<>();
        details.put("witnessedEpoch", Long.toString(anchor.epoch()));
        details.put("witnessedSize", Long.toString(anchor.auditSize()));
        details.put("restoredEpoch", Long.toString(store.epoch()));
        details.put("restoredSize", Long.toString(store.audit().head().size()));
        String outcome = standing instanceof Standing.Gap ? "done-with-gap" : "done";
        store.record(
                new AuditEvent(at, actor, "store.restore", store.audit().name(), outcome, details));
        long epoch = Math.max(anchor.epoch(), store.epoch()) + 1;
        store.raiseEpoch(epoch);
        Head head = store.audit().head();
        witness.advance(new StoreAnchor(epoch, head.size(), head.root()));
        return head;
    }
}
