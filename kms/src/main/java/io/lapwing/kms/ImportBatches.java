package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Takes lines in batches: many threads open their keys, the store commits them together, and what came of each is told
/// in the order of the lines.
final class ImportBatches {
    private static final int LINES_PER_TASK = 64;

    private final ExecutorService workers;
    private final RowImport rows;

    ImportBatches(ExecutorService workers, RowImport rows) {
        this.workers = workers;
        this.rows = rows;
    }

    /// A batch under way.
    ///
    /// @param last its last line
    record Batch(ImportLines.Line last, List<Future<List<RowImport.Begun>>> tasks) {}

    Batch begin(List<ImportLines.Line> lines) {
        List<Future<List<RowImport.Begun>>> tasks = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += LINES_PER_TASK) {
            List<ImportLines.Line> some =
                    lines.subList(from, Math.min(lines.size(), from + LINES_PER_TASK));
            tasks.add(workers.submit(() -> some.stream().map(rows::begin).toList()));
        }
        return new Batch(lines.getLast(), tasks);
    }

    /// Waits until the store has decided on every line of the batch.
    List<RowImport.Settled> settle(Batch batch) {
        List<RowImport.Settled> settled = new ArrayList<>();
        for (Future<List<RowImport.Begun>> task : batch.tasks()) {
            begun(task).forEach(line -> settled.add(rows.settle(line)));
        }
        return settled;
    }

    private static List<RowImport.Begun> begun(Future<List<RowImport.Begun>> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Fault fault
                    ? fault
                    : new Fault(Fault.Kind.INTERNAL, "a row of the import failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the import was interrupted: run it again", e);
        }
    }
}
