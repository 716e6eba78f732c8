package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.libc.Manners;
import io.lapwing.service.http.LoadConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.HdrHistogram.Histogram;

/// Load over keep-alive HTTPS connections, one thread each.
///
/// Closed: each connection asks again when it was answered, which finds the highest rate. Open: requests have their time
/// whether or not earlier ones are answered, and a latency counts from that time, so that a stall of the server is in the
/// figures of all who would have waited in it.
///
/// @param tls shows the network server's certificate
/// @param path where bodies are posted
record BenchLoad(SSLContext tls, InetSocketAddress server, String path) {
    private static final int TIMEOUT_MS = 30_000;
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    /// Requests that have their time meet a server that is at work already, and at this rate: the first ones, after another rate
    /// or a full collection of the server's garbage, are not measured.
    private static final long SETTLING_NANOS = Duration.ofSeconds(5).toNanos();

    /// What one connection sends, and what it does with the answers.
    interface Work {
        /// The body of the next request, or the whole of it.
        byte[] next();

        /// Sends what [#next] gave: a body, posted to the path of the load.
        ///
        /// @return the status
        default int ask(LoadConnection connection, byte[] next) throws IOException {
            return connection.post(next);
        }

        /// Looks at an answer.
        ///
        /// @throws Fault when it is not the one that was wanted
        void answered(int status, byte[] answer);
    }

    /// What came of a run.
    ///
    /// @param latencies in nanoseconds, from asking to the last octet of the answer
    /// @param took from the first request to the last answer
    record Result(Histogram latencies, Duration took) {
        long exchanges() {
            return latencies.getTotalCount();
        }

        double perSecond() {
            return exchanges() * 1e9 / took.toNanos();
        }

        double percentileMs(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /// A latency between 1 microsecond and 1 minute, to two digits.
    static Histogram histogram() {
        return new Histogram(1_000, LONGEST_NANOS, 2);
    }

    /// As many as the server can answer.
    Result closed(List<? extends Work> works, Duration duration) {
        return run(works, duration, 0);
    }

    /// So many a second, evenly spread.
    Result open(List<? extends Work> works, Duration duration, double perSecond) {
        return run(works, duration, (long) (1e9 / perSecond));
    }

    private Result run(List<? extends Work> works, Duration duration, long intervalNanos) {
        CountDownLatch ready = new CountDownLatch(works.size());
        return gather(
                BenchThreads.run(
                        works.size(),
                        i -> {
                            Lane lane =
                                    new Lane(
                                            works.get(i),
                                            duration.toNanos(),
                                            i * intervalNanos,
                                            works.size() * intervalNanos);
                            return () -> drive(lane, ready);
                        }));
    }

    private Lane drive(Lane lane, CountDownLatch ready) throws Exception {
        // A network server is another machine: its due request, or an answer to it, wakes nobody
        // here
        // who would take the processor from the server in the middle of its work. A request that
        // goes out late for that has its latency counted from when it was due.
        boolean _ = Manners.waitForTurn();
        try (LoadConnection connection = ready(lane, ready)) {
            ready.await();
            lane.drive(connection);
            return lane;
        }
    }

    /// A connection that was answered once: the server is through with its handshake then, which would else be in the
    /// latencies of the first requests.
    private LoadConnection ready(Lane lane, CountDownLatch ready) throws IOException {
        try {
            LoadConnection connection = new LoadConnection(tls, server, path, TIMEOUT_MS);
            try {
                lane.exchange(connection);
                return connection;
            } catch (IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } finally {
            ready.countDown();
        }
    }

    private static Result gather(List<Lane> lanes) {
        Histogram all = histogram();
        long startNanos = Long.MAX_VALUE;
        long endNanos = Long.MIN_VALUE;
        for (Lane lane : lanes) {
            all.add(lane.latencies);
            startNanos = Math.min(startNanos, lane.startNanos);
            endNanos = Math.max(endNanos, lane.endNanos);
        }
        return new Result(all, Duration.ofNanos(endNanos - startNanos));
    }

    /// One connection's part of a run.
    private static final class Lane {
        private final Work work;
        private final long durationNanos;
        private final long settlingNanos;
        private final long offsetNanos;
        private final long stepNanos;
        private final Histogram latencies = histogram();
        private long startNanos;
        private long endNanos;

        /// @param stepNanos between two requests of this connection; 0 for no pause
        Lane(Work work, long durationNanos, long offsetNanos, long stepNanos) {
            this.work = work;
            this.durationNanos = durationNanos;
            settlingNanos = stepNanos == 0 ? 0 : Math.min(SETTLING_NANOS, durationNanos / 3);
            this.offsetNanos = offsetNanos;
            this.stepNanos = stepNanos;
        }

        /// One request that is not measured.
        void exchange(LoadConnection connection) throws IOException {
            int status = work.ask(connection, work.next());
            work.answered(status, connection.answer());
        }

        void drive(LoadConnection connection) throws IOException {
            long begunNanos = System.nanoTime();
            startNanos = begunNanos + settlingNanos;
            long due = begunNanos + offsetNanos;
            while (true) {
                byte[] body = work.next();
                long asked = stepNanos == 0 ? System.nanoTime() : awaited(due);
                int status = work.ask(connection, body);
                endNanos = System.nanoTime();
                if (asked - startNanos >= 0) {
                    latencies.recordValue(Math.clamp(endNanos - asked, 1, LONGEST_NANOS));
                }
                work.answered(status, connection.answer());
                due += stepNanos;
                long nextNanos = stepNanos == 0 ? endNanos : due;
                if (nextNanos - startNanos >= durationNanos) {
                    return;
                }
            }
        }

        private static long awaited(long due) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return due;
        }
    }
}
