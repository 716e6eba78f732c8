package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.Head;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps an old copy of the store from coming back unnoticed: the vault witnesses the store's epoch and audit log.
///
/// The epoch rises with each start and each backup, in the store first and then in the vault; while records are
/// written the vault's witness follows the audit log about once a second, and at the end. So at a start, with *s* the
/// store's epoch and *a* the witnessed one:
///
/// | found | means | done |
/// |---|---|---|
/// | s = a | an orderly end, or a crash while running | the log is compared, the epoch rises |
/// | s = a + 1 | a crash between the two writes of a rise | the log is compared, the vault follows |
/// | s < a | an older copy, an emptied store | refused |
/// | s > a + 1 | another vault, or the vault's state is the older copy | refused |
///
/// To compare the log: it holds at least the witnessed records, and the tree hash over them is the witnessed one. Every
/// record is in the store before the vault hears of it, so a crash never leaves the vault ahead. What a copy taken
/// after the last witness and brought back before the next start can take away is the records of that last second.
public final class AnchorKeeper implements AutoCloseable {
    /// How often the witness follows.
    public static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);

    private final Store store;
    private final Witness witness;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("lapwing-anchor").daemon().factory());
    private StoreAnchor witnessed;

    /// What the vault remembers.
    ///
    /// @param epoch of the store, 0 before the first
    /// @param root 32 octets; empty when no record was witnessed
    public record StoreAnchor(long epoch, long auditSize, Bytes root) {}

    /// The vault's memory, handed in.
    public interface Witness {
        StoreAnchor read();

        /// Durable on return.
        void advance(StoreAnchor anchor);
    }

    private AnchorKeeper(Store store, Witness witness, StoreAnchor witnessed) {
        this.store = store;
        this.witness = witness;
        this.witnessed = witnessed;
    }

    /// Checks the store against the witness, raises the epoch, and follows from then on. Nothing may be served before.
    ///
    /// @throws Fault `TAMPERED` when the store is not the one that was witnessed
    public static AnchorKeeper open(Store store, Witness witness) {
        StoreAnchor anchor = witness.read();
        long epoch = store.epoch();
        if (epoch != anchor.epoch() && epoch != anchor.epoch() + 1) {
            throw refused(
                    "it is of epoch %d, the vault has witnessed %d"
                            .formatted(epoch, anchor.epoch()));
        }
        demandPrefix(store.audit(), anchor);
        AnchorKeeper keeper = new AnchorKeeper(store, witness, anchor);
        if (epoch == anchor.epoch()) {
            store.raiseEpoch(epoch + 1);
        }
        keeper.follow();
        keeper.start();
        return keeper;
    }

    /// That the log holds what was witnessed, and is whole up to its head.
    private static void demandPrefix(AuditLog log, StoreAnchor anchor) {
        Head head = log.head();
        if (head.size() < anchor.auditSize()) {
            throw refused(
                    "it has %d audit records, the vault has witnessed %d"
                            .formatted(head.size(), anchor.auditSize()));
        }
        if (anchor.auditSize() > 0 && !log.rootAt(anchor.auditSize()).equals(anchor.root())) {
            throw refused(
                    "its first %d audit records are not those that the vault has witnessed"
                            .formatted(anchor.auditSize()));
        }
        if (!log.rootAt(head.size()).equals(head.root())) {
            throw refused("its audit records do not lead to its audit head");
        }
    }

    private static Fault refused(String why) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "the store is not the one that this vault last saw: %s; bring the newest store back, or run lapwing admin restore to accept the loss"
                        .formatted(why));
    }

    private void start() {
        Future<?> _ =
                clock.scheduleWithFixedDelay(
                        this::tryFollow,
                        FOLLOW_EVERY.toMillis(),
                        FOLLOW_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void tryFollow() {
        try {
            follow();
        } catch (Fault _) {
            // The vault or the store is away: whoever works with it hears of it; the next turn
            // tries again.
        }
    }

    /// Brings the witness up to the store as it is now.
    public void follow() {
        lock.lock();
        try {
            Head head = store.audit().head();
            StoreAnchor now = new StoreAnchor(store.epoch(), head.size(), head.root());
            if (!now.equals(witnessed)) {
                witness.advance(now);
                witnessed = now;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Copies the store while it runs and raises the epoch, so that the copy is older than the store from then on.
    ///
    /// @param target must not exist
    public void backup(Path target) {
        store.backup(target);
        store.raiseEpoch(store.epoch() + 1);
        follow();
    }

    /// Witnesses the end. Close it before the store.
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(FOLLOW_EVERY.toSeconds() + 1, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        follow();
    }
}
