package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.device.Modem;
import io.lapwing.device.RadioLoop;
import io.lapwing.radio.LinkEvent;
import io.lapwing.radio.LinkNode;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.NodeAddress;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The radio of one node in real time: envelopes over the link. A modem that went away is opened again, later each time;
/// until then all that is sent is lost, as noise would lose it.
///
/// Safe for use by many threads. It has no thread beside the modem's: who owns it calls [#tend] now and then.
final class CellRadio implements AutoCloseable {
    /// So many fragments of a broadcast may be lost: nobody acknowledges it.
    static final int PARITY = 2;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Logger LOG = System.getLogger(CellRadio.class.getName());

    private final NodeAddress self;
    private final CellMedium medium;
    private final Modulation modulation;
    private final Consumer<Envelope> ear;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private @Nullable RadioLoop loop;
    private Optional<String> problem = Optional.of("not begun");
    private Instant tryAgain = Instant.MIN;
    private Duration wait = FIRST_WAIT;
    private boolean closed;

    /// @param ear is told what arrives, in the radio's thread: it only hands over
    CellRadio(NodeId self, CellMedium medium, Modulation modulation, Consumer<Envelope> ear) {
        this.self = new NodeAddress(Math.toIntExact(self.value()));
        this.medium = medium;
        this.modulation = modulation;
        this.ear = ear;
    }

    /// What became of messages since the start.
    ///
    /// @param lost were not taken by the link, or never acknowledged
    record Counts(long received, long delivered, long lost) {}

    /// Opens the modem if it is not open and it is time.
    synchronized void tend(Instant now) {
        RadioLoop running = loop;
        if (running != null) {
            Fault end = running.end();
            if (end != null) {
                loop = null;
                running.close();
                failed(now, end);
            }
        }
        if (loop == null && !closed && !now.isBefore(tryAgain)) {
            open(now);
        }
    }

    private void open(Instant now) {
        try {
            Modem modem = medium.open(modulation);
            loop =
                    RadioLoop.start(
                            self,
                            medium.settings(modulation),
                            medium.dutyCycle(),
                            modem,
                            this::happened,
                            new SecureRandom());
            problem = Optional.empty();
            wait = FIRST_WAIT;
        } catch (Fault fault) {
            failed(now, fault);
        }
    }

    private void failed(Instant now, Fault fault) {
        String why = fault.getMessage();
        if (!problem.equals(Optional.of(why))) {
            LOG.log(Logger.Level.WARNING, "radio {0}: {1}", medium, why);
        }
        problem = Optional.of(why);
        tryAgain = now.plus(wait);
        wait =
                wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0
                        ? LONGEST_WAIT
                        : wait.multipliedBy(2);
    }

    private void happened(LinkNode link, LinkEvent event, long nowNs) {
        switch (event) {
            case LinkEvent.Received message -> {
                received.incrementAndGet();
                ear.accept(
                        new Envelope(
                                new NodeId(message.from().value()),
                                message.broadcast()
                                        ? Envelope.EVERYONE
                                        : new NodeId(link.address().value()),
                                message.message()));
            }
            case LinkEvent.Delivered _ -> delivered.incrementAndGet();
            case LinkEvent.Undelivered _ -> lost.incrementAndGet();
        }
    }

    /// Hands messages to the link, in order.
    void send(List<Envelope> envelopes) {
        envelopes.forEach(this::send);
    }

    private void send(Envelope envelope) {
        RadioLoop running;
        synchronized (this) {
            running = loop;
        }
        if (running == null || !isAddress(envelope.to())) {
            lost.incrementAndGet();
            return;
        }
        var sent =
                envelope.to().equals(Envelope.EVERYONE)
                        ? running.broadcast(envelope.message(), PARITY)
                        : running.send(
                                new NodeAddress((int) envelope.to().value()), envelope.message());
        var _ =
                sent.whenComplete((_, failure) -> {
                    if (failure != null) {
                        lost.incrementAndGet();
                        LOG.log(Logger.Level.DEBUG, "radio {0}: {1}", medium, failure.getMessage());
                    }
                });
    }

    private static boolean isAddress(NodeId node) {
        return node.equals(Envelope.EVERYONE) || isInCell(node);
    }

    /// Whether the link has an address for it: 0 to 65534.
    static boolean isInCell(NodeId node) {
        return node.value() < 0xFFFF;
    }

    Counts counts() {
        return new Counts(received.get(), delivered.get(), lost.get());
    }

    /// Why it does not work now, if it does not.
    synchronized Optional<String> problem() {
        RadioLoop running = loop;
        Fault end = running == null ? null : running.end();
        return end == null ? problem : Optional.of(end.getMessage());
    }

    @Override
    public synchronized void close() {
        closed = true;
        RadioLoop running = loop;
        loop = null;
        problem = Optional.of("closed");
        if (running != null) {
            running.close();
        }
    }
}
