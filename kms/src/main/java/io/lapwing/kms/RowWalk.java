package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Goes once over the rows of one kind in the order of their keys, a page at a time, and changes some. While one page
/// is being committed, the next is read and worked on.
final class RowWalk {
    private static final int PAGE = 500;
    private static final int MAX_TRIES = 32;

    private final Store store;
    private final String kind;
    private final Visit visit;

    RowWalk(Store store, String kind, Visit visit) {
        this.store = store;
        this.kind = kind;
        this.visit = visit;
    }

    /// What becomes of a row: empty when it stays as it is. Called again with the row as it is then when someone else
    /// changed it meanwhile.
    interface Visit {
        Optional<Change> change(Row row);
    }

    /// Told after each page is durable.
    interface Milestone {
        /// A page is durable.
        ///
        /// @param last the key of the last row of the page
        /// @param rows in the page
        /// @param changed of them
        void reached(Bytes last, int rows, int changed);

        /// Whether to go on. A page that is under way is finished all the same.
        default boolean goesOn() {
            return true;
        }
    }

    private record Pending(Row row, CompletableFuture<Commit> commit) {}

    private record Page(Bytes last, int rows, List<Pending> changes) {}

    /// Goes on after `after`, or from the start.
    ///
    /// @return whether it came to the end; false when a milestone said no
    boolean run(Optional<Bytes> after, Milestone milestone) {
        Optional<Bytes> cursor = after;
        Optional<Page> before = Optional.empty();
        while (true) {
            List<Row> rows = store.scan(kind, cursor, PAGE);
            Optional<Page> page = rows.isEmpty() ? Optional.empty() : Optional.of(begin(rows));
            before.ifPresent(done -> finish(done, milestone));
            if (before.isPresent() && !milestone.goesOn()) {
                page.ifPresent(underWay -> finish(underWay, milestone));
                return false;
            }
            if (page.isEmpty()) {
                return true;
            }
            cursor = Optional.of(page.get().last());
            before = page;
        }
    }

    private Page begin(List<Row> rows) {
        List<Pending> changes = new ArrayList<>();
        for (Row row : rows) {
            visit.change(row)
                    .ifPresent(change -> changes.add(new Pending(row, store.submit(change))));
        }
        return new Page(rows.getLast().key().key(), rows.size(), changes);
    }

    private void finish(Page page, Milestone milestone) {
        settle(page);
        milestone.reached(page.last(), page.rows(), page.changes().size());
    }

    private void settle(Page page) {
        for (Pending pending : page.changes()) {
            if (Devices.join(pending.commit()) instanceof Commit.Conflict) {
                again(pending.row());
            }
        }
    }

    private void again(Row first) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Change> change = store.get(first.key()).flatMap(visit::change);
            if (change.isEmpty() || store.commit(change.get()) instanceof Commit.Done) {
                return;
            }
        }
        throw new Fault(
                Fault.Kind.CONFLICT,
                kind
                        + " "
                        + first.key().key()
                        + " changed "
                        + MAX_TRIES
                        + " times meanwhile: start again, it goes on from here");
    }
}
