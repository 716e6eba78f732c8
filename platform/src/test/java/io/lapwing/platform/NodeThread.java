package io.lapwing.platform;

import io.lapwing.radio.Modulation;
import io.lapwing.radio.SpreadingFactor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A node agent that runs in a thread of its own.
final class NodeThread implements AutoCloseable {
    private static final int PATIENCE_S = 90;

    private final BlockingQueue<NodeNews> news = new LinkedBlockingQueue<>();
    private final List<NodeNews> seen = new ArrayList<>();
    private final NodeAgent agent;
    private final Thread thread;

    NodeThread(TrustedCell cell, int place, NodeChip.Choice choice, NodeWishes wishes) {
        NodeFolder folder = new NodeFolder(new DataFolder(cell.data(place)));
        agent =
                new NodeAgent(
                        folder,
                        new NodeAgent.Place(
                                CellMedium.parse(cell.medium(place)),
                                Modulation.of(SpreadingFactor.SF7)),
                        () -> NodeChip.open(choice, folder),
                        wishes,
                        news::add);
        thread = Thread.ofPlatform().start(this::run);
    }

    private void run() {
        try {
            agent.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next event of this kind.
    NodeNews await(String event) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        NodeNews next = next(end);
        while (next != null && !next.event().equals(event)) {
            seen.add(next);
            next = next(end);
        }
        if (next == null) {
            throw new AssertionError("no " + event + " within " + PATIENCE_S + " s, but " + seen);
        }
        return next;
    }

    private @Nullable NodeNews next(long end) throws InterruptedException {
        return news.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        agent.stop();
        join();
        agent.close();
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
