package io.lapwing.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Bounds what strangers can do: a few tries at once for each, then one a minute, and one a second from all together. Past
/// it no label is tried, and what is refused writes no audit record: the log must not be filled from the air.
///
/// A clock that goes backwards gives nobody a try.
final class GuessLimit {
    /// Tries of one node at once.
    static final int BURST = 5;

    /// Tries of all nodes at once.
    static final int BURST_OF_ALL = 60;

    /// One more try comes after this.
    static final Duration REFILL = Duration.ofMinutes(1);

    private static final Duration REFILL_OF_ALL = Duration.ofSeconds(1);
    private static final int MAX_NODES = 4_096;

    private final Bucket all = new Bucket(BURST_OF_ALL, REFILL_OF_ALL);
    private final Map<NodeId, Bucket> buckets =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<NodeId, Bucket> eldest) {
                    return size() > MAX_NODES;
                }
            };

    /// Whether a node that failed before may try again.
    synchronized boolean allows(NodeId node, Instant now) {
        Bucket own = buckets.get(node);
        return all.has(now) && (own == null || own.has(now));
    }

    /// Counts a failure.
    synchronized void failed(NodeId node, Instant now) {
        all.take(now);
        buckets.computeIfAbsent(node, _ -> new Bucket(BURST, REFILL)).take(now);
    }

    private static final class Bucket {
        private final int size;
        private final Duration refill;
        private int left;
        private Instant since = Instant.MIN;

        Bucket(int size, Duration refill) {
            this.size = size;
            this.refill = refill;
            left = size;
        }

        boolean has(Instant now) {
            fill(now);
            return left > 0;
        }

        void take(Instant now) {
            fill(now);
            left = Math.max(0, left - 1);
        }

        private void fill(Instant now) {
            if (left == size || since.equals(Instant.MIN)) {
                since = now;
                return;
            }
            long more = Duration.between(since, now).dividedBy(refill);
            if (more > 0) {
                left = (int) Math.min(size, left + more);
                since = since.plus(refill.multipliedBy(more));
            }
        }
    }
}
