package io.lapwing.service.http;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The open connections, swept for those that take too long.
final class Connections implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofMillis(100);

    /// By the thread that serves each: Helidon keeps one virtual thread from the handshake to the end.
    private final Map<Thread, Connection> open = new ConcurrentHashMap<>();

    private final Map<Bytes, Integer> byNetwork = new ConcurrentHashMap<>();
    private volatile boolean closing;

    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-sweep").factory());

    Connections() {
        var _ =
                sweeper.scheduleWithFixedDelay(
                        this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Registers a connection, which is the calling thread's until it ends.
    ///
    /// @param most how many one network may have
    /// @return whether there was room for it; else it is not registered
    boolean opened(Connection connection, int most) {
        int now = byNetwork.merge(connection.network(), 1, Integer::sum);
        if (now > most) {
            leave(connection);
            return false;
        }
        open.put(connection.thread(), connection);
        return true;
    }

    void closed(Connection connection) {
        if (open.remove(connection.thread(), connection)) {
            leave(connection);
        }
    }

    private void leave(Connection connection) {
        byNetwork.computeIfPresent(
                connection.network(), (_, count) -> count > 1 ? count - 1 : null);
    }

    /// The connection whose thread this is.
    Connection current() {
        Connection connection = open.get(Thread.currentThread());
        if (connection == null) {
            throw new Fault(Fault.Kind.INTERNAL, "a request outside its connection's thread");
        }
        return connection;
    }

    /// Begins an answer without an end of its own.
    void endless(Connection connection) {
        connection.endless(true);
        if (closing) {
            connection.endIfEndless();
        }
    }

    /// Ends such answers, and lets no further ones begin.
    void endEndless() {
        closing = true;
        open.values().forEach(Connection::endIfEndless);
    }

    int count() {
        return open.size();
    }

    /// Helidon does not close the socket of every connection that was cut: what is cut, or whose thread has ended, is gone.
    private void sweep() {
        long now = System.nanoTime();
        for (Connection connection : open.values()) {
            if (connection.overdue(now)) {
                connection.cut();
                closed(connection);
            } else if (!connection.thread().isAlive()) {
                closed(connection);
            }
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        open.values().forEach(Connection::cut);
    }
}
