package io.lapwing.service.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final AuditLeaf LEAF = AuditLeaf.of(Facts.event("a"));

    private static final StallWatch.Limit LIMIT =
            new StallWatch.Limit(Duration.ofMillis(40), "SQLite in /data");

    private final CompletableFuture<Long> first = new CompletableFuture<>();
    private final CompletableFuture<Long> second = new CompletableFuture<>();
    private final LinkedBlockingQueue<Work> waiting = new LinkedBlockingQueue<>();

    @Test
    void tellsTheCallersOfABatchThatDoesNotEndAndThoseBehindIt() {
        waiting.add(new Work.Note(LEAF, second));
        try (StallWatch watch = new StallWatch(LIMIT, waiting)) {
            watch.began(List.of(new Work.Note(LEAF, first)));

            assertTold(first);
            assertTold(second);
        }
    }

    @Test
    void leavesABatchAloneThatEnded() {
        CompletableFuture<Long> stalled = new CompletableFuture<>();
        try (StallWatch watch = new StallWatch(LIMIT, waiting)) {
            watch.began(List.of(new Work.Note(LEAF, first)));
            watch.ended();
            watch.began(List.of(new Work.Note(LEAF, stalled)));

            assertTold(stalled);
            assertThat(first).isNotDone();
        }
    }

    private static void assertTold(CompletableFuture<Long> future) {
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE))
                .hasMessageContaining("SQLite in /data gave no answer in 40 ms");
    }
}
