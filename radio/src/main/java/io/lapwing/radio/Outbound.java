package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What waits for one node, and the one message that is on its way to it.
final class Outbound {
    private static final int NUMBERS = 256;

    /// A message and its name.
    record Queued(MessageId id, Bytes message) {}

    private final Deque<Queued> queue = new ArrayDeque<>();
    private final int maxQueued;
    private @Nullable Transfer current;
    private int next;

    /// @param first number
    Outbound(int maxQueued, int first) {
        this.maxQueued = maxQueued;
        next = first;
    }

    /// @throws Fault `EXHAUSTED` when too many wait
    void add(Queued queued) {
        if (queue.size() >= maxQueued) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "%d messages wait for node %s: want some delivered first"
                            .formatted(queue.size(), queued.id().to()));
        }
        queue.addLast(queued);
    }

    @Nullable Transfer current() {
        return current;
    }

    /// Whether a message waits and none is on its way.
    boolean canStart() {
        return current == null && !queue.isEmpty();
    }

    boolean isIdle() {
        return current == null && queue.isEmpty();
    }

    int takeNumber() {
        int number = next;
        next = (next + 1) % NUMBERS;
        return number;
    }

    /// The messages that travel next: at least one, and more while all of them fit into a few frames.
    ///
    /// @param room for them
    List<Queued> takeTogether(int room) {
        List<Queued> taken = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && taken.size() < Bundle.MAX_MESSAGES) {
            bytes += queue.getFirst().message().length() + Bundle.LENGTH_BYTES;
            if (!taken.isEmpty() && bytes > room) {
                break;
            }
            taken.add(queue.removeFirst());
        }
        return taken;
    }

    void start(Transfer transfer) {
        current = transfer;
    }

    void end() {
        current = null;
    }
}
