package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.PhyPayload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The stack in this process: an end-device over key slots and a modem.
final class RadioStack implements Stack {
    /// Frames that may wait to be looked at; more are lost, as on the air.
    private static final int MAX_WAITING = 16;

    /// Longer than the longest frame is on the air.
    private static final Duration AIR_PATIENCE = Duration.ofSeconds(10);

    /// The last port of applications (TS001-1.0.4 §4.3.2).
    private static final int LAST_PORT = 223;

    private final EndDevice device;
    private final KeySlots slots;
    private final Modem modem;
    private final Transmission transmission;
    private final BlockingQueue<PhyPayload> heard = new ArrayBlockingQueue<>(MAX_WAITING);
    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private final Semaphore air = new Semaphore(1);
    private volatile @Nullable Fault end;

    /// @param transmission how the modem transmits, which a session keyed as 1.1 binds into its MICs
    RadioStack(EndDevice device, KeySlots slots, Modem modem, Transmission transmission) {
        this.device = device;
        this.slots = slots;
        this.modem = modem;
        this.transmission = transmission;
        modem.start(new Ear());
    }

    /// Joins.
    ///
    /// @param attempts requests at most
    /// @param patience how long an answer may take
    /// @throws Fault `UNAVAILABLE` when none came
    void join(int attempts, Duration patience) {
        for (int i = 0; i < attempts; i++) {
            transmit(device.joinRequest());
            long dueNs = System.nanoTime() + patience.toNanos();
            while (device.session().isEmpty()) {
                PhyPayload frame = await(heard, dueNs - System.nanoTime());
                if (frame == null) {
                    break;
                }
                // What is not for this device is not taken, and the next may be.
                var _ = device.joinAccept(frame);
            }
            if (device.session().isPresent()) {
                return;
            }
        }
        throw new Fault(
                Fault.Kind.UNAVAILABLE,
                "no join-accept after %d join-requests: want a gateway in reach, and %s with its"
                                .formatted(attempts, device.identity().devEui())
                        + " root keys at the Join Server");
    }

    private @Nullable PhyPayload await(BlockingQueue<PhyPayload> queue, long leftNs) {
        Fault ended = end;
        if (ended != null) {
            throw ended;
        }
        try {
            return queue.poll(leftNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while it waited for a frame", e);
        }
    }

    private void transmit(PhyPayload frame) {
        try {
            if (!air.tryAcquire(AIR_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the modem does not end its last frame");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while it waited for the air", e);
        }
        modem.transmit(frame.octets());
    }

    @Override
    public FCnt send(FPort port, Bytes message) {
        if (port.isCommands() || port.value() > LAST_PORT) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "port " + port.value() + " is the network's: want 1 to " + LAST_PORT);
        }
        take();
        DeviceSession session = session();
        FCnt counter = session.nextUplink();
        transmit(session.uplink(Outgoing.data(port, message), transmission));
        return counter;
    }

    private DeviceSession session() {
        return device.session()
                .orElseThrow(() -> new Fault(Fault.Kind.CONFLICT, "no session: want a join first"));
    }

    @Override
    public Optional<Message> receive() {
        take();
        return Optional.ofNullable(messages.poll());
    }

    /// Looks at what was heard: in the caller's thread, as the session has one.
    private void take() {
        for (PhyPayload frame = heard.poll(); frame != null; frame = heard.poll()) {
            if (session().downlink(frame) instanceof Reception.Accepted accepted
                    && accepted.port() != null
                    && !accepted.port().isCommands()
                    && messages.size() < MAX_WAITING) {
                messages.add(new Message(accepted.port(), accepted.payload()));
            }
        }
    }

    @Override
    public void close() {
        modem.close();
        slots.close();
    }

    /// What the modem hears.
    private final class Ear implements Modem.Listener {
        @Override
        public void received(Bytes frame, double snrDb) {
            try {
                var _ = heard.offer(new PhyPayload(frame));
            } catch (Fault _) {
                // No frame of LoRaWAN.
                return;
            }
        }

        @Override
        public void transmitted() {
            air.release();
        }

        @Override
        public void failed(Fault fault) {
            end = fault;
        }
    }
}
