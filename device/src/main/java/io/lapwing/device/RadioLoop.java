package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.DutyCycle;
import io.lapwing.radio.FragmentSizer;
import io.lapwing.radio.Link;
import io.lapwing.radio.LinkListener;
import io.lapwing.radio.LinkNode;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Medium;
import io.lapwing.radio.MessageId;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.PacketError;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A link in real time: the same state machine that [io.lapwing.radio.Cell] runs in virtual time, over a [Modem].
///
/// Everything happens in one thread of its own, the listener's calls too; what comes in waits in a bounded queue, and frames
/// that do not fit into it are lost as noise would lose them.
public final class RadioLoop implements AutoCloseable {
    private static final int MAX_WAITING = 256;

    private final Modem modem;
    private final LinkNode node;
    private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private final AtomicBoolean offAir = new AtomicBoolean();
    private volatile @Nullable Fault end;
    private long wakeNs = Long.MAX_VALUE;

    private RadioLoop(
            NodeAddress address,
            LinkSettings settings,
            DutyCycle dutyCycle,
            Modem modem,
            LinkListener listener,
            RandomGenerator random) {
        this.modem = modem;
        Link link = new Link(address, settings, new FragmentSizer(new PacketError()), random);
        node = new LinkNode(link, settings, new Air(), dutyCycle, listener);
        thread = Thread.ofPlatform().daemon().name("radio-" + address).unstarted(this::loop);
    }

    /// Begins to listen.
    ///
    /// @param listener is called in the loop's thread, and does nothing that takes long
    /// @param random draws sessions: not seeded in a product
    public static RadioLoop start(
            NodeAddress address,
            LinkSettings settings,
            DutyCycle dutyCycle,
            Modem modem,
            LinkListener listener,
            RandomGenerator random) {
        RadioLoop loop = new RadioLoop(address, settings, dutyCycle, modem, listener, random);
        loop.thread.start();
        modem.start(loop.new Ear());
        return loop;
    }

    /// Queues a message; fails as [LinkNode#send] does, or `UNAVAILABLE` when the modem is gone or too much waits.
    public CompletableFuture<MessageId> send(NodeAddress to, Bytes message) {
        CompletableFuture<MessageId> sent = new CompletableFuture<>();
        ask(
                () -> {
                    try {
                        sent.complete(node.send(to, message, System.nanoTime()));
                    } catch (Fault fault) {
                        sent.completeExceptionally(fault);
                    }
                },
                sent);
        return sent;
    }

    /// Queues a message for all nodes; fails as [LinkNode#broadcast] does.
    public CompletableFuture<Boolean> broadcast(Bytes message, int parity) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        ask(
                () -> {
                    try {
                        node.broadcast(message, parity, System.nanoTime());
                        sent.complete(true);
                    } catch (Fault fault) {
                        sent.completeExceptionally(fault);
                    }
                },
                sent);
        return sent;
    }

    private void ask(Runnable question, CompletableFuture<?> answer) {
        Fault ended = end;
        if (ended != null) {
            answer.completeExceptionally(ended);
        } else if (!inbox.offer(question)) {
            answer.completeExceptionally(
                    new Fault(
                            Fault.Kind.UNAVAILABLE,
                            MAX_WAITING + " things wait for the radio: want fewer at once"));
        }
    }

    /// Why it ended, if it did.
    public @Nullable Fault end() {
        return end;
    }

    private void loop() {
        try {
            while (end == null) {
                long waitNs = wakeNs == Long.MAX_VALUE ? wakeNs : wakeNs - System.nanoTime();
                Runnable next = inbox.poll(Math.max(waitNs, 0), TimeUnit.NANOSECONDS);
                if (offAir.getAndSet(false)) {
                    node.transmitted(System.nanoTime());
                }
                if (next != null) {
                    next.run();
                } else {
                    wakeNs = Long.MAX_VALUE;
                    node.woken(System.nanoTime());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(new Fault(Fault.Kind.UNAVAILABLE, "the radio was closed"));
        thread.interrupt();
        modem.close();
    }

    private void stop(Fault why) {
        if (end == null) {
            end = why;
        }
        inbox.clear();
        nudge();
    }

    /// Lets the loop look around. A full queue holds something that does so as well.
    private void nudge() {
        boolean _ = inbox.offer(() -> {});
    }

    /// The modem as the link's medium.
    private final class Air implements Medium {
        @Override
        public void transmit(Bytes frame) {
            modem.transmit(frame);
        }

        @Override
        public void wakeAt(long atNs) {
            wakeNs = atNs;
        }
    }

    /// What the modem hears, handed to the loop.
    private final class Ear implements Modem.Listener {
        @Override
        public void received(Bytes frame, double snrDb) {
            boolean _ = inbox.offer(() -> node.received(frame, snrDb, System.nanoTime()));
        }

        @Override
        public void transmitted() {
            offAir.set(true);
            nudge();
        }

        @Override
        public void failed(Fault fault) {
            stop(fault);
        }
    }
}
