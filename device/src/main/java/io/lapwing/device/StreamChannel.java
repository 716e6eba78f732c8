package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A card at the other end of two streams, such as a simulator in a process of its own. A command is `length (2, most significant
/// octet first) | octets`, and so is its answer.
public final class StreamChannel implements ApduChannel {
    private final DataInputStream answers;
    private final DataOutputStream commands;

    /// Takes both over.
    ///
    /// @param answers what the card says
    /// @param commands what it hears; their end ends the session
    public StreamChannel(InputStream answers, OutputStream commands) {
        this.answers = new DataInputStream(answers);
        this.commands = new DataOutputStream(commands);
    }

    @Override
    public Bytes transmit(Bytes command) {
        try {
            commands.writeShort(command.length());
            commands.write(command.toArray());
            commands.flush();
            return Bytes.of(answers.readNBytes(answers.readUnsignedShort()));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the card does not answer", e);
        }
    }

    @Override
    public void close() {
        try (answers) {
            commands.close();
        } catch (IOException _) {
            // The card went first.
            return;
        }
    }
}
