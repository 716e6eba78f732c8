package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// What is done to every device after a restore, before any join is answered: the backup may miss joins.
///
/// Counters are raised as if `margin` more joins had been accepted. Random DevNonces used since the backup cannot be
/// known, so a device that draws them (up to 1.0.3) is suspended until its owner approves. Killed on the way, it goes on
/// from its last position; devices after it may then be raised twice, which costs them numbers and nothing else.
public final class NonceMargin {
    private static final String JOB = "nonce-margin";
    private static final Actor SYSTEM = Actor.system(JOB);
    private static final int MAX_MARGIN = 10_000;
    private static final int ROWS_PER_CHECKPOINT = 5_000;

    private final Store store;
    private final DeviceRows rows;
    private final DeviceCodec codec = new DeviceCodec();
    private final Trail trail;

    NonceMargin(Store store, DeviceRows rows, Trail trail) {
        this.store = store;
        this.rows = rows;
        this.trail = trail;
    }

    /// Where it stands.
    ///
    /// @param after the last device that is done, empty at the beginning
    record Position(int margin, Bytes after, long done) {}

    /// Raises all devices. Blocks.
    ///
    /// @param margin joins of one device that the backup may miss, 1 to 10000
    /// @param listener told about every 500 devices
    /// @return how many devices it went over, earlier runs included
    public long raise(Actor actor, int margin, Consumer<Progress> listener) {
        if (margin < 1 || margin > MAX_MARGIN) {
            throw Fault.badInput("margin of " + margin + " joins: want 1 to " + MAX_MARGIN);
        }
        Checkpoint<Position> checkpoint = new Checkpoint<>(store, JOB, Position.class);
        Position start =
                checkpoint
                        .load()
                        .filter(saved -> saved.margin() == margin)
                        .orElseGet(() -> started(actor, checkpoint, margin));
        Run run = new Run(checkpoint, start, listener);
        new RowWalk(store, DeviceRows.KIND, row -> change(row, margin))
                .run(
                        start.after().length() == 0 ? Optional.empty() : Optional.of(start.after()),
                        run::reached);
        checkpoint.finish(event(actor, "device.nonce-margin-done", run.position));
        return run.position.done();
    }

    private Position started(Actor actor, Checkpoint<Position> checkpoint, int margin) {
        Position start = new Position(margin, Bytes.EMPTY, 0);
        checkpoint.save(start, event(actor, "device.nonce-margin-start", start));
        return start;
    }

    private AuditEvent event(Actor actor, String action, Position at) {
        return trail.done(
                actor,
                action,
                "all",
                "margin",
                Integer.toString(at.margin()),
                "devices",
                Long.toString(at.done()));
    }

    private Optional<Change> change(Row row, int margin) {
        Device seen = rows.stored(row).device();
        if (seen.keys().keys().isEmpty() || seen.state() == Lifecycle.COMPROMISED) {
            return Optional.empty();
        }
        Device raised = seen.withJoins(seen.joins().withMargin(margin));
        Device next = seen.macVersion().randomDevNonce() ? waiting(raised) : raised;
        return Optional.of(
                new Change(
                        row.key(),
                        row.version(),
                        Optional.of(codec.encode(next)),
                        Optional.of(DeviceTerms.of(next)),
                        trail.done(
                                SYSTEM,
                                "device.nonce-margin",
                                seen.devEui(),
                                "margin",
                                Integer.toString(margin),
                                "state",
                                next.state().word())));
    }

    /// A device that is still in the factory has never joined, and need not wait.
    private Device waiting(Device device) {
        if (device.state() == Lifecycle.MANUFACTURED) {
            return device;
        }
        Device suspended =
                device.state() == Lifecycle.SUSPENDED ? device : device.moved(Lifecycle.SUSPENDED);
        return suspended.awaiting(
                new Approval(
                        Approval.Step.JOIN_AFTER_RESTORE,
                        SYSTEM.toString(),
                        Instant.ofEpochSecond(trail.clock().instant().getEpochSecond()),
                        "the store was restored from a backup"));
    }

    /// One run: its position, and how fast it goes.
    private final class Run {
        private final Checkpoint<Position> checkpoint;
        private final Consumer<Progress> listener;
        private final long before;
        private final long startedNanos = System.nanoTime();
        private Position position;
        private long sinceCheckpoint;

        Run(Checkpoint<Position> checkpoint, Position start, Consumer<Progress> listener) {
            this.checkpoint = checkpoint;
            this.listener = listener;
            position = start;
            before = start.done();
        }

        void reached(Bytes last, int devices, int changed) {
            position = new Position(position.margin(), last, position.done() + devices);
            sinceCheckpoint += devices;
            if (sinceCheckpoint >= ROWS_PER_CHECKPOINT) {
                sinceCheckpoint = 0;
                checkpoint.save(position, event(SYSTEM, "device.nonce-margin-position", position));
            }
            listener.accept(
                    Progress.of(
                            before,
                            position.done(),
                            position.done(),
                            Duration.ofNanos(System.nanoTime() - startedNanos)));
        }
    }
}
