package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/// A device that sends protected readings: all that an application needs, and nothing that it could do wrong.
///
/// An application beside a stack of its own (see [StackServer]) has no key, no radio and no counter to care for:
///
/// ```java
/// try (Lapwing lapwing = Lapwing.connect(Path.of("/run/lapwing/stack"))) {
///     lapwing.send(reading);
/// }
/// ```
///
/// Who wants to decide more uses what this is made of: [EndDevice], [DeviceSession], [KeySlots], [Modem]. One thread at a time.
public final class Lapwing implements AutoCloseable {
    /// Where readings go unless another port is named: any of 1 to 223 is an application's (TS001-1.0.4 §4.3.2).
    public static final FPort READINGS = new FPort(1);

    private static final int JOIN_ATTEMPTS = 3;

    /// The second receive window of a join-accept opens after 6 s (RP002-1.0.4 §2.4: JOIN_ACCEPT_DELAY2), and a frame is on
    /// the air up to 2 s.
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(9);

    private final Stack stack;

    private Lapwing(Stack stack) {
        this.stack = stack;
    }

    /// Connects to the stack of this device, which is a process of its own and has joined.
    ///
    /// @param socket of the stack
    /// @throws Fault `UNAVAILABLE` when no stack is there, or it is not for this user
    public static Lapwing connect(Path socket) {
        return new Lapwing(StackLink.connect(socket));
    }

    /// Joins over a radio of this process.
    ///
    /// @param slots the device's keys; closed with this
    /// @param memory its nonces
    /// @param modem is not started; closed with this
    /// @param transmission the data rate and channel that the modem uses
    /// @throws Fault `UNAVAILABLE` when no network answers
    public static Lapwing connect(
            DeviceIdentity identity,
            KeySlots slots,
            DeviceMemory memory,
            Modem modem,
            Transmission transmission) {
        EndDevice device = new EndDevice(identity, slots, memory, new SecureRandom());
        RadioStack stack = new RadioStack(device, slots, modem, transmission);
        try {
            stack.join(JOIN_ATTEMPTS, JOIN_PATIENCE);
        } catch (Fault fault) {
            stack.close();
            throw fault;
        }
        return new Lapwing(stack);
    }

    Stack stack() {
        return stack;
    }

    /// Sends a reading to the owner's application server: encrypted for it alone, with a counter that is used once, and a MIC.
    ///
    /// @return its counter
    /// @throws Fault `BAD_INPUT` when it does not fit into a frame, `UNAVAILABLE` when the radio is gone
    public FCnt send(Bytes reading) {
        return send(READINGS, reading);
    }

    /// Sends a message on another port.
    public FCnt send(FPort port, Bytes message) {
        return stack.send(port, message);
    }

    /// The next message of the application server, if one came.
    public Optional<Bytes> receive() {
        return stack.receive().map(Stack.Message::octets);
    }

    @Override
    public void close() {
        stack.close();
    }
}
