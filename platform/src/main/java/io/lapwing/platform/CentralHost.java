package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Metrics;
import io.lapwing.service.Store;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import io.lapwing.vault.Vault;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The Central Entity of an instance, in real time. The radio's thread only hands over; a thread of its own does what waits
/// for store, vault and TPM. What does not fit between them is lost, as noise would lose it, and counted: nodes say it again.
///
/// Pages and commands reach it also before [#start] and without a radio: what they change is published at the next start.
final class CentralHost implements AutoCloseable {
    /// Messages from the air that wait.
    static final int MAX_WAITING = 64;

    private static final long LOOK_AROUND_MS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = System.getLogger(CentralHost.class.getName());

    private final CentralConfig config;
    private final CentralRoom room;
    private final BlockingQueue<Envelope> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong crowdedOut = new AtomicLong();
    private final AtomicLong putOff = new AtomicLong();
    private volatile @Nullable CellRadio radio;
    private volatile @Nullable CentralMeter meter;
    private volatile @Nullable Thread worker;
    private volatile boolean closed;

    /// @param config names a medium
    CentralHost(CentralConfig config, DataFolder folder, Store store, Vault vault) {
        this.config = config;
        room =
                new CentralRoom(
                        store,
                        () -> CentralChip.open(config, vault, folder.centralChip()),
                        config.tpm().isPresent(),
                        InstantSource.system(),
                        this::send);
    }

    CentralConfig config() {
        return config;
    }

    /// Begins to listen and to speak.
    void start(Metrics metrics) {
        radio = new CellRadio(NodeId.CENTRAL, config.cell(), config.modulation(), this::heard);
        meter = CentralMeter.in(metrics, this);
        worker = Thread.ofPlatform().daemon().name("central").start(this::work);
    }

    /// In the radio's thread.
    private void heard(Envelope envelope) {
        if (!inbox.offer(envelope)) {
            crowdedOut.incrementAndGet();
        }
    }

    private void send(List<Envelope> envelopes) {
        CellRadio air = radio;
        if (air != null) {
            air.send(envelopes);
        }
    }

    private void work() {
        try {
            while (!closed) {
                tend();
                Envelope next = inbox.poll(LOOK_AROUND_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    receive(next);
                }
                count();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tend() {
        CellRadio air = radio;
        if (air != null) {
            air.tend(Instant.now());
        }
        try {
            room.settle();
        } catch (Fault _) {
            // The room keeps why, says it once, and is asked again.
        }
    }

    private void receive(Envelope envelope) {
        try {
            room.act((entity, now) -> entity.receive(now, envelope));
        } catch (Fault fault) {
            putOff.incrementAndGet();
            LOG.log(
                    Logger.Level.DEBUG,
                    "a message of node {0} waits for its sender to repeat it: {1}",
                    envelope.from(),
                    fault.getMessage());
        }
    }

    private void count() {
        CentralMeter counting = meter;
        if (counting != null) {
            counting.follow();
        }
    }

    /// Does something that makes messages, as an operator wishes, and sends them.
    ///
    /// @throws Fault what the deed throws; `UNAVAILABLE` when store, vault or TPM do not answer
    void act(BiFunction<CentralSpeaker, Instant, List<Envelope>> deed) {
        room.act(deed);
    }

    /// Asks the Central Entity something.
    <T> T ask(Function<CentralSpeaker, T> question) {
        return room.ask(question);
    }

    CentralStatus status() {
        return room.status();
    }

    /// Why it cannot translate keys now, if it cannot.
    Optional<String> problem() {
        return room.problem();
    }

    /// Why its radio does not work now, if it does not; nothing while it is not served.
    Optional<String> radioProblem() {
        CellRadio air = radio;
        return air == null ? Optional.empty() : air.problem();
    }

    /// Whether it listens and speaks.
    boolean isServed() {
        return radio != null;
    }

    /// What became of messages on the air since the start.
    CellRadio.Counts counts() {
        CellRadio air = radio;
        return air == null ? new CellRadio.Counts(0, 0, 0) : air.counts();
    }

    /// Messages that came while too many waited.
    long crowdedOut() {
        return crowdedOut.get();
    }

    /// Messages that came while the store, the vault or the TPM was away.
    long putOff() {
        return putOff.get();
    }

    @Override
    public void close() {
        closed = true;
        CellRadio air = radio;
        if (air != null) {
            air.close();
        }
        Thread working = worker;
        if (working != null) {
            join(working);
        }
        room.close();
    }

    /// Lets it end what it does: an interrupt closes what it talks over. A TPM that does not answer is not waited for.
    private static void join(Thread working) {
        try {
            if (!working.join(PATIENCE)) {
                working.interrupt();
                working.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
