package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Answers in the asynchronous mode (TS002-1.1 §23.1): the request's HTTP response says only that it arrived, and the
/// answer is a request of its own, posted to the peer's URL with the same TransactionID.
///
/// What waits is bounded, and so is the effort: an answer that the peer does not take is given up, counted and audited.
/// The join it answers stays committed, so the device joins again with its next nonce.
public final class AnswerCourier implements AutoCloseable {
    /// How many answers may be under way at once.
    public static final int MAX_UNDER_WAY = 1024;

    /// Waits between the tries. A device listens for its join-accept six seconds after its request at the latest
    /// (TS001-1.0.4 §6.2.6, RP002 JOIN_ACCEPT_DELAY2): trying longer helps nobody.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(900));

    private static final int OK = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final JoinServer server;
    private final JoinDevices devices;
    private final JoinEvents events;
    private final AnswerPost post;
    private final Pause pause;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public AnswerCourier(
            JoinServer server, JoinDevices devices, JoinEvents events, AnswerPost post) {
        this(server, devices, events, post, Thread::sleep, MAX_UNDER_WAY);
    }

    AnswerCourier(
            JoinServer server,
            JoinDevices devices,
            JoinEvents events,
            AnswerPost post,
            Pause pause,
            int maxUnderWay) {
        this.server = server;
        this.devices = devices;
        this.events = events;
        this.post = post;
        this.pause = pause;
        free = new Semaphore(maxUnderWay);
    }

    /// Waits between two tries.
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /// Takes a message whose answer goes to `target`; returns before it is answered.
    ///
    /// @throws Fault `UNAVAILABLE` when too many answers are under way
    void take(Caller caller, Peer peer, URI target, Bytes body) {
        if (!free.tryAcquire()) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "too many answers are under way: send it again later");
        }
        threads.execute(() -> {
            try {
                deliver(peer, target, server.answer(caller, body).body());
            } catch (Fault _) {
                events.undelivered(); // no audit record could be written, hence no answer
            } finally {
                free.release();
            }
        });
    }

    private void deliver(Peer peer, URI target, Bytes answer) {
        String problem = attempt(target, answer);
        for (Duration wait : PAUSES) {
            if (problem.isEmpty()) {
                return;
            }
            if (!waited(wait)) {
                break;
            }
            problem = attempt(target, answer);
        }
        if (!problem.isEmpty()) {
            events.undelivered();
            devices.record(server.trail().undelivered(peer, problem));
        }
    }

    /// What went wrong; empty when the peer took it.
    private String attempt(URI target, Bytes answer) {
        try {
            int status = post.post(target, answer);
            return status >= OK && status < FIRST_REDIRECT ? "" : "HTTP status " + status;
        } catch (Fault fault) {
            return fault.getMessage();
        }
    }

    private boolean waited(Duration duration) {
        try {
            pause.of(duration);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Waits a little for what is under way, then gives it up.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
