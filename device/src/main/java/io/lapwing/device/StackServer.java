package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import java.nio.file.Path;
import java.util.Set;

/// The stack's side of its door: applications of this device send and receive through it.
///
/// A message is `01 | port | octets`, answered by its counter in four octets, or `02`, answered by `port | octets` or nothing.
public final class StackServer implements AutoCloseable {
    static final int SEND = 1;
    static final int RECEIVE = 2;
    static final int COUNTER_BYTES = 4;

    private final Stack stack;
    private final Door door;

    private StackServer(Stack stack, DoorSettings settings) {
        this.stack = stack;
        door = Door.open(settings, this::answer);
    }

    /// Opens the door.
    ///
    /// @param lapwing a device that has joined; closed with the server
    /// @param socket need not exist; its folder must
    /// @param users whose applications may call beside those of this process's own user
    /// @throws Fault `CONFLICT` when another process serves this socket, `UNAVAILABLE` when it cannot be made
    public static StackServer open(Lapwing lapwing, Path socket, Set<String> users) {
        return new StackServer(lapwing.stack(), DoorSettings.at(socket).open(users));
    }

    /// Answers until it is closed.
    public void serve() {
        door.serve();
    }

    private Bytes answer(Bytes request) {
        return reply(request).encode();
    }

    private DoorReply reply(Bytes request) {
        try {
            return new DoorReply.Done(apply(request));
        } catch (Fault fault) {
            return DoorReply.of(fault);
        } catch (RuntimeException e) {
            return DoorReply.of(new Fault(Fault.Kind.INTERNAL, "a request failed", e));
        }
    }

    private Bytes apply(Bytes request) {
        int operation = request.at(0);
        if (operation == SEND && request.length() >= 2) {
            Bytes message = request.slice(2, request.length());
            return counter(stack.send(new FPort(request.at(1)), message));
        }
        if (operation == RECEIVE && request.length() == 1) {
            return stack.receive()
                    .map(message ->
                            Bytes.concat(Bytes.of(message.port().value()), message.octets()))
                    .orElse(Bytes.EMPTY);
        }
        throw Fault.badInput(
                "operation %d of %d bytes: want 1 with a port, or 2 alone"
                        .formatted(operation, request.length()));
    }

    private static Bytes counter(FCnt fCnt) {
        long value = fCnt.value();
        return Bytes.of((int) (value >> 24), (int) (value >> 16), (int) (value >> 8), (int) value);
    }

    @Override
    public void close() {
        door.close();
        stack.close();
    }
}
