package io.lapwing.service.sql;

import io.lapwing.service.AuditLog;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What waits for the writer.
sealed interface Work {
    /// Ends the wait of whoever asked.
    void fail(Throwable why);

    /// A change with its encoded audit record.
    record Write(Change change, AuditLeaf event, CompletableFuture<Commit> done) implements Work {
        @Override
        public void fail(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /// An encoded audit record alone.
    record Note(AuditLeaf event, CompletableFuture<Long> done) implements Work {
        @Override
        public void fail(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /// A signed head.
    record Sign(AuditLog.Checkpoint checkpoint, CompletableFuture<Long> done) implements Work {
        @Override
        public void fail(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /// Terms of rows.
    record Index(String kind, List<Store.Indexed> rows, CompletableFuture<Integer> done)
            implements Work {
        @Override
        public void fail(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /// A larger epoch.
    record Raise(long epoch, CompletableFuture<Long> done) implements Work {
        @Override
        public void fail(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /// Wakes the writer, and is nothing.
    record Wake() implements Work {
        @Override
        public void fail(Throwable why) {}
    }
}
