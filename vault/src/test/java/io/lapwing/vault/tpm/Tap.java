package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Sits on the wires between processor and TPM: keeps what goes over them, and changes it where it is told to.
final class Tap implements Transport {
    private final Transport inner;
    private final List<Bytes> commands = new ArrayList<>();
    private final List<Bytes> responses = new ArrayList<>();
    private UnaryOperator<byte[]> onCommand = UnaryOperator.identity();
    private UnaryOperator<byte[]> onResponse = UnaryOperator.identity();

    Tap(Transport inner) {
        this.inner = inner;
    }

    static Tap on(Swtpm swtpm) {
        return new Tap(Transport.connect(swtpm.address(), Duration.ofSeconds(30)));
    }

    Tpm open() {
        return Tpm.open(this, TpmConfig.defaults(), false);
    }

    @Override
    public byte[] exchange(byte[] command, Duration patience) {
        byte[] sent = onCommand.apply(command.clone());
        byte[] response = onResponse.apply(inner.exchange(sent, patience));
        commands.add(Bytes.of(sent));
        responses.add(Bytes.of(response));
        return response;
    }

    List<Bytes> commands() {
        return commands;
    }

    List<Bytes> responses() {
        return responses;
    }

    /// Everything that went over the wires, in hexadecimal.
    String traffic() {
        return commands + " " + responses;
    }

    /// From now on.
    void changeCommands(UnaryOperator<byte[]> change) {
        onCommand = change;
    }

    /// From now on.
    void changeResponses(UnaryOperator<byte[]> change) {
        onResponse = change;
    }

    static int code(byte[] command) {
        return ByteBuffer.wrap(command).getInt(6);
    }

    @Override
    public void close() {
        inner.close();
    }
}
