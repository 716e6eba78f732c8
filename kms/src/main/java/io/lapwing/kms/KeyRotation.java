package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Store;
import io.lapwing.vault.Vault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Brings every wrapped key under the vault's newest key, in the background and while joins go on.
///
/// It goes over all devices and receivers, page by page, and keeps its position in the store: stopped or killed, it goes
/// on from there. It has finished only when a whole pass met no key under an older version; then the older version may be
/// destroyed. Each row that is wrapped again has its own audit record, and so have start, position and finish.
public final class KeyRotation {
    private static final String JOB = "key-rotation";
    private static final Actor SYSTEM = Actor.system(JOB);
    private static final List<String> KINDS = List.of(Receivers.KIND, DeviceRows.KIND);
    private static final int ROWS_PER_CHECKPOINT = 5_000;

    private final Store store;
    private final Vault vault;
    private final RewrapVisit visit;
    private final Receivers receivers;
    private final Trail trail;
    private final FreshKeys fresh;

    KeyRotation(
            Store store,
            Vault vault,
            KeyMaker keys,
            Receivers receivers,
            Trail trail,
            FreshKeys fresh) {
        this.store = store;
        this.vault = vault;
        this.receivers = receivers;
        this.trail = trail;
        this.fresh = fresh;
        visit = new RewrapVisit(store, vault, keys, trail);
    }

    /// Where a rotation stands.
    ///
    /// @param target the version of the vault key to which it brings all
    /// @param pass from 1; the last one changes nothing
    /// @param kind of rows that it is at
    /// @param after the last row that is done, empty at the beginning of the kind
    /// @param done rows looked at in this pass
    /// @param changed rows wrapped again in this pass
    /// @param changedBefore rows wrapped again in earlier passes
    record Position(
            int target,
            int pass,
            String kind,
            Bytes after,
            long done,
            long changed,
            long changedBefore) {
        static Position start(int target) {
            return new Position(target, 1, KINDS.getFirst(), Bytes.EMPTY, 0, 0, 0);
        }

        Position at(Bytes last, int rows, int rewrapped) {
            return new Position(
                    target, pass, kind, last, done + rows, changed + rewrapped, changedBefore);
        }

        Position withKind(String next) {
            return new Position(target, pass, next, Bytes.EMPTY, done, changed, changedBefore);
        }

        Position nextPass() {
            return new Position(
                    target, pass + 1, KINDS.getFirst(), Bytes.EMPTY, 0, 0, changedBefore + changed);
        }
    }

    /// What a run came to.
    public sealed interface Outcome {
        /// No row carries an older version any more.
        ///
        /// @param target the version under which all keys are now
        /// @param rewrapped rows wrapped again, in all runs
        record Finished(int target, long rewrapped) implements Outcome {}

        /// Stopped by the listener; the next run goes on from here.
        record Stopped(Progress progress) implements Outcome {}
    }

    /// Runs until all is done or the listener wants no more. Blocks.
    ///
    /// @param actor who wanted it, for the audit records of start and finish
    /// @param listener told about every 500 rows of the first pass; false stops
    /// @throws Fault `CONFLICT` when another process does it already
    public Outcome run(Actor actor, Pace pace, Predicate<Progress> listener) {
        Checkpoint<Position> checkpoint = new Checkpoint<>(store, JOB, Position.class);
        int target = vault.status().keyVersion();
        fresh.awaitLanded();
        Position position =
                checkpoint
                        .load()
                        .filter(saved -> saved.target() == target)
                        .orElseGet(() -> started(actor, checkpoint, target));
        Run run = new Run(checkpoint, pace, listener, position);
        while (run.pass()) {
            if (run.position.changed() == 0) {
                checkpoint.finish(
                        event(actor, "vault-key.rotation-done", run.position, Trail.DONE));
                return new Outcome.Finished(target, run.position.changedBefore());
            }
            run.position = run.position.nextPass();
        }
        checkpoint.save(
                run.position, event(actor, "vault-key.rotation-stop", run.position, "stopped"));
        return new Outcome.Stopped(run.progress());
    }

    private Position started(Actor actor, Checkpoint<Position> checkpoint, int target) {
        Position start = Position.start(target);
        checkpoint.save(start, event(actor, "vault-key.rotation-start", start, Trail.DONE));
        return start;
    }

    private AuditEvent event(Actor actor, String action, Position at, String outcome) {
        return trail.event(
                actor,
                action,
                "version-" + at.target(),
                outcome,
                "rewrapped",
                Long.toString(at.changedBefore() + at.changed()));
    }

    /// Whether a rotation to the newest version was begun and has not come to its end.
    public boolean unfinished() {
        int newest = vault.status().keyVersion();
        return new Checkpoint<>(store, JOB, Position.class)
                        .load()
                        .filter(saved -> saved.target() == newest)
                        .isPresent()
                || behind().values().stream().anyMatch(rows -> rows > 0);
    }

    /// Destroys an older version of the vault key, after making sure that no row needs it, nor a key on its way into one.
    ///
    /// @throws Fault `CONFLICT` while a row carries it, and for the newest version
    public void destroy(Actor actor, int version) {
        requireOlder(version);
        fresh.awaitLanded();
        for (String kind : KINDS) {
            requireUnused(kind, version);
        }
        receivers.forget();
        store.record(trail.done(actor, "vault-key.destroy", "version-" + version));
        vault.destroy(version);
    }

    private void requireOlder(int version) {
        int newest = vault.status().keyVersion();
        if (version < 1 || version >= newest) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "vault key version " + version + ": want one older than " + newest);
        }
    }

    private void requireUnused(String kind, int version) {
        RowWalk search =
                new RowWalk(
                        store,
                        kind,
                        row -> {
                            if (visit.versions(row).contains(version)) {
                                throw new Fault(
                                        Fault.Kind.CONFLICT,
                                        "vault key version "
                                                + version
                                                + " still wraps a "
                                                + kind
                                                + "'s key: finish the rotation first");
                            }
                            return Optional.empty();
                        });
        search.run(Optional.empty(), (_, _, _) -> {});
    }

    private long total() {
        long total = 0;
        for (Lifecycle state : Lifecycle.values()) {
            total += store.count(DeviceRows.KIND, new Term(DeviceTerms.STATE, state.word()));
        }
        return total;
    }

    /// One run: its position, and how fast it goes.
    private final class Run implements RowWalk.Milestone {
        private final Checkpoint<Position> checkpoint;
        private final Pace pace;
        private final Predicate<Progress> listener;
        private final long startedNanos = System.nanoTime();
        private final long before;
        private final long total = total();
        private Position position;
        private long lookedAt;
        private long sinceCheckpoint;

        Run(
                Checkpoint<Position> checkpoint,
                Pace pace,
                Predicate<Progress> listener,
                Position position) {
            this.checkpoint = checkpoint;
            this.pace = pace;
            this.listener = listener;
            this.position = position;
            before = position.done();
        }

        /// @return whether the pass came to its end
        boolean pass() {
            for (String kind : KINDS.subList(KINDS.indexOf(position.kind()), KINDS.size())) {
                if (!position.kind().equals(kind)) {
                    position = position.withKind(kind);
                }
                Optional<Bytes> after =
                        position.after().length() == 0
                                ? Optional.empty()
                                : Optional.of(position.after());
                if (!walk(kind).run(after, this)) {
                    return false;
                }
            }
            return true;
        }

        private RowWalk walk(String kind) {
            return new RowWalk(store, kind, row -> visit.change(row, position.target()));
        }

        @Override
        public void reached(Bytes last, int rows, int changed) {
            position = position.at(last, rows, changed);
            lookedAt += rows;
            sinceCheckpoint += rows;
            if (sinceCheckpoint >= ROWS_PER_CHECKPOINT) {
                sinceCheckpoint = 0;
                checkpoint.save(
                        position,
                        event(SYSTEM, "vault-key.rotation-position", position, Trail.DONE));
            }
        }

        @Override
        public boolean goesOn() {
            return waited() && (position.pass() > 1 || listener.test(progress()));
        }

        /// @return false when interrupted
        private boolean waited() {
            long waitNanos = pace.waitNanos(lookedAt, System.nanoTime() - startedNanos);
            try {
                Thread.sleep(Duration.ofNanos(waitNanos));
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        Progress progress() {
            return Progress.of(
                    before,
                    position.done(),
                    total,
                    Duration.ofNanos(System.nanoTime() - startedNanos));
        }
    }

    /// How many rows of each kind still carry an older version than the newest: for status pages.
    public Map<String, Long> behind() {
        int newest = vault.status().keyVersion();
        long[] counts = new long[KINDS.size()];
        for (int i = 0; i < counts.length; i++) {
            int at = i;
            RowWalk search =
                    new RowWalk(
                            store,
                            KINDS.get(i),
                            row -> {
                                if (visit.versions(row).stream().anyMatch(v -> v < newest)) {
                                    counts[at]++;
                                }
                                return Optional.<Change>empty();
                            });
            search.run(Optional.empty(), (_, _, _) -> {});
        }
        return Map.of(KINDS.get(0), counts[0], KINDS.get(1), counts[1]);
    }
}
