package io.lapwing.kms;

import io.lapwing.service.AuditEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One run over an import file. While one batch is with the store, the keys of the next are opened.
final class ImportRun {
    private static final int LINES_PER_BATCH = 1_000;
    private static final int LINES_PER_CHECKPOINT = 5_000;

    private final Checkpoint<Position> checkpoint;
    private final ImportBatches batches;
    private final RefusedRows refused;
    private final Told told;
    private final long startedNanos = System.nanoTime();
    private Position position = Position.START;
    private Position before = Position.START;
    private Position saved = Position.START;

    ImportRun(
            Checkpoint<Position> checkpoint,
            ImportBatches batches,
            RefusedRows refused,
            Told told) {
        this.checkpoint = checkpoint;
        this.batches = batches;
        this.refused = refused;
        this.told = told;
    }

    /// Who hears of it.
    ///
    /// @param bytes of the file
    record Told(Actor actor, Trail trail, Consumer<DeviceImport.State> listener, long bytes) {}

    /// Where an import stands.
    ///
    /// @param line the last one that is done
    /// @param offset how many octets of the file come before the next
    /// @param refusedBytes how long the list of refused rows is
    record Position(
            long line, long offset, long imported, long known, long refused, long refusedBytes) {
        static final Position START = new Position(0, 0, 0, 0, 0, 0);

        long done() {
            return imported + known + refused;
        }

        Position withRefusedBytes(long bytes) {
            return new Position(line, offset, imported, known, refused, bytes);
        }
    }

    Position run(
            ImportLines lines,
            Optional<ImportLines.Line> first,
            Optional<Position> resumed,
            Path name)
            throws IOException {
        position = resumed.orElse(Position.START);
        before = position;
        if (resumed.isPresent()) {
            lines.skipTo(position.line(), position.offset());
        } else {
            checkpoint.save(position, event("device.import-start", name));
        }
        saved = position;
        through(lines, resumed.isPresent() ? Optional.empty() : first, name);
        refused.force();
        checkpoint.finish(event("device.import-done", name));
        return position;
    }

    private void through(ImportLines lines, Optional<ImportLines.Line> first, Path name)
            throws IOException {
        Optional<ImportBatches.Batch> underWay = Optional.empty();
        List<ImportLines.Line> batch = batch(lines, first);
        while (!batch.isEmpty() || underWay.isPresent()) {
            Optional<ImportBatches.Batch> next =
                    batch.isEmpty() ? Optional.empty() : Optional.of(batches.begin(batch));
            if (underWay.isPresent()) {
                settle(underWay.get(), name);
            }
            underWay = next;
            batch = batch.isEmpty() ? batch : batch(lines, Optional.empty());
        }
    }

    private static List<ImportLines.Line> batch(ImportLines lines, Optional<ImportLines.Line> first)
            throws IOException {
        List<ImportLines.Line> batch = new ArrayList<>(LINES_PER_BATCH);
        first.ifPresent(batch::add);
        while (batch.size() < LINES_PER_BATCH) {
            Optional<ImportLines.Line> line = lines.next();
            if (line.isEmpty()) {
                return batch;
            }
            if (!line.get().text().map(String::isBlank).orElse(false)) {
                batch.add(line.get());
            }
        }
        return batch;
    }

    private void settle(ImportBatches.Batch batch, Path name) throws IOException {
        long imported = position.imported();
        long known = position.known();
        long bad = position.refused();
        for (RowImport.Settled row : batches.settle(batch)) {
            switch (row) {
                case RowImport.Settled.Imported _ -> imported++;
                case RowImport.Settled.Known _ -> known++;
                case RowImport.Settled.Refused(long line, String value, String reason) -> {
                    bad++;
                    refused.add(line, value, reason);
                }
            }
        }
        position =
                new Position(
                        batch.last().number(),
                        batch.last().end(),
                        imported,
                        known,
                        bad,
                        position.refusedBytes());
        if (position.done() - saved.done() >= LINES_PER_CHECKPOINT) {
            position = position.withRefusedBytes(refused.force());
            checkpoint.save(position, event("device.import-position", name));
            saved = position;
        }
        told.listener().accept(state());
    }

    private DeviceImport.State state() {
        double seconds = Math.max(1e-3, (System.nanoTime() - startedNanos) / 1e9);
        double bytesPerSecond = (position.offset() - before.offset()) / seconds;
        long left = Math.max(0, told.bytes() - position.offset());
        return new DeviceImport.State(
                position.done(),
                position.imported(),
                position.known(),
                position.refused(),
                (position.done() - before.done()) / seconds,
                Duration.ofMillis(bytesPerSecond <= 0 ? 0 : (long) (left / bytesPerSecond * 1000)));
    }

    private AuditEvent event(String action, Path name) {
        return told.trail()
                .done(
                        told.actor(),
                        action,
                        name,
                        "imported",
                        Long.toString(position.imported()),
                        "known",
                        Long.toString(position.known()),
                        "refused",
                        Long.toString(position.refused()));
    }
}
