package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Changes rows of a store as joins do: read, then one compare-and-set with an audit record, on rows of one's own.
final class BenchStoreLoad {
    /// The octets of a device's row after some joins.
    private static final int BODY_BYTES = 600;

    private final Store store;
    private final Bytes body = Bytes.of(new byte[BODY_BYTES]);
    private int runs;

    BenchStoreLoad(Store store) {
        this.store = store;
    }

    /// What came of one number of callers.
    record Result(int callers, double perSecond, double p50Ms, double p99Ms) {}

    Result run(int callers, Duration duration) {
        int run = runs++;
        Histogram all = BenchLoad.histogram();
        long startNanos = System.nanoTime();
        BenchThreads.run(callers, i -> () -> change(key(run, i), startNanos + duration.toNanos()))
                .forEach(all::add);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new Result(
                callers,
                BenchBounds.rounded(all.getTotalCount() / seconds),
                BenchBounds.rounded(all.getValueAtPercentile(50) / 1e6),
                BenchBounds.rounded(all.getValueAtPercentile(99) / 1e6));
    }

    private static RowKey key(int run, int caller) {
        return new RowKey("bench", Bytes.of(run, caller));
    }

    private Histogram change(RowKey key, long endNanos) {
        Histogram latencies = BenchLoad.histogram();
        long version = 0;
        while (System.nanoTime() < endNanos) {
            long startNanos = System.nanoTime();
            if (version > 0 && store.get(key).isEmpty()) {
                throw new Fault(Fault.Kind.INTERNAL, "a row that was committed is not there");
            }
            Change change =
                    new Change(key, version, Optional.of(body), Optional.empty(), event(version));
            if (!(store.commit(change) instanceof Commit.Done done)) {
                throw new Fault(Fault.Kind.INTERNAL, "a row was changed by someone else");
            }
            version = done.version();
            latencies.recordValue(System.nanoTime() - startNanos);
        }
        return latencies;
    }

    private static AuditEvent event(long version) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("version", Long.toString(version));
        details.put("sessionKeyId", "00112233445566778899AABBCCDDEEFF");
        return new AuditEvent(
                Instant.now(), "peer:bench", "join.accept", "70B3D57EB0000000", "done", details);
    }
}
