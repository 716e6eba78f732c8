package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A stack in another process, behind its door.
final class StackLink implements Stack {
    /// Longer than a frame waits for the one before it.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final DoorLink link;

    private StackLink(DoorLink link) {
        this.link = link;
    }

    static StackLink connect(Path socket) {
        return new StackLink(DoorLink.connect(socket, PATIENCE));
    }

    @Override
    public FCnt send(FPort port, Bytes message) {
        Bytes counter = link.ask(Bytes.concat(Bytes.of(StackServer.SEND, port.value()), message));
        if (counter.length() != StackServer.COUNTER_BYTES) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "a counter of "
                            + counter.length()
                            + " bytes: want "
                            + StackServer.COUNTER_BYTES);
        }
        return new FCnt(
                (long) counter.at(0) << 24
                        | counter.at(1) << 16
                        | counter.at(2) << 8
                        | counter.at(3));
    }

    @Override
    public Optional<Message> receive() {
        Bytes message = link.ask(Bytes.of(StackServer.RECEIVE));
        return message.length() == 0
                ? Optional.empty()
                : Optional.of(
                        new Message(new FPort(message.at(0)), message.slice(1, message.length())));
    }

    @Override
    public void close() {
        link.close();
    }
}
