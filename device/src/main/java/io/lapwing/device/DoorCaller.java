package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One connection at a door. For the door's thread.
final class DoorCaller {
    private final SocketChannel channel;
    private final DoorFrame frame = new DoorFrame();
    private long heardAtNs = System.nanoTime();
    private long dueAtNs;

    DoorCaller(SocketChannel channel) {
        this.channel = channel;
    }

    /// When it last said something, by [System#nanoTime].
    long heardAtNs() {
        return heardAtNs;
    }

    /// When the message that was begun is late.
    long dueAtNs() {
        return dueAtNs;
    }

    /// Whether a message was begun and is not whole.
    boolean isCut() {
        return frame.isCut() && !isGone();
    }

    boolean isGone() {
        return !channel.isOpen();
    }

    /// Reads what came and answers the messages that are whole.
    void serve(UnaryOperator<Bytes> answer, Duration patience) {
        boolean began = frame.isCut();
        heardAtNs = System.nanoTime();
        try {
            if (channel.read(frame.room()) < 0) {
                end();
                return;
            }
            for (Optional<Bytes> next = frame.next(); next.isPresent(); next = frame.next()) {
                began = false;
                reply(answer.apply(next.get()));
            }
            if (frame.isCut() && !began) {
                dueAtNs = heardAtNs + patience.toNanos();
            }
        } catch (Fault fault) {
            refuse(fault);
        } catch (IOException _) {
            // The caller has gone.
            end();
        }
    }

    /// Says why no later message can be read, and ends.
    private void refuse(Fault fault) {
        try {
            reply(DoorReply.of(fault).encode());
        } catch (IOException _) {
            // Whoever does not listen is not told.
        }
        end();
    }

    /// A caller that asks and does not read its answers is let go.
    private void reply(Bytes message) throws IOException {
        ByteBuffer octets = DoorFrame.of(message);
        int length = octets.remaining();
        if (channel.write(octets) != length) {
            end();
            throw new IOException("the caller does not read");
        }
    }

    void end() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no use any more either way.
        }
    }
}
