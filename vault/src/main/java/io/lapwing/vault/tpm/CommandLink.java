package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Function;

/// Commands to a TPM, one after the other. For one thread at a time.
///
/// After a fault of the transport, or a response that does not verify, nothing can be known of the TPM's state: the link
/// is then closed and says so.
final class CommandLink implements AutoCloseable {
    /// How often a command is sent that the TPM wants to be sent again.
    private static final int TRIES = 8;

    /// The pause before the first of these; each further one is twice as long: 0.6 s in all.
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    private final Transport transport;
    private final SecureRandom random;
    private Duration patience;
    private boolean closed;
    private int lastCode;

    /// @param patience for each response
    CommandLink(Transport transport, SecureRandom random, Duration patience) {
        this.transport = transport;
        this.random = random;
        this.patience = patience;
    }

    void setPatience(Duration patience) {
        this.patience = patience;
    }

    SecureRandom random() {
        return random;
    }

    /// Sends a command, whose parameters are wiped then, and reads its response to its end.
    <T> T run(Command command, Function<Decoder, T> read) {
        requireOpen();
        try (command) {
            Exchange exchange = new Exchange(command, random);
            byte[] request = exchange.request();
            try {
                return read(exchange, send(command.code(), request), read);
            } finally {
                Hmac.wipe(request);
            }
        }
    }

    private <T> T read(Exchange exchange, byte[] response, Function<Decoder, T> read) {
        exchange.requireSuccess(response);
        try {
            Decoder decoder = exchange.open(response);
            T result = read.apply(decoder);
            decoder.finish();
            return result;
        } catch (Fault e) {
            close();
            throw e;
        } finally {
            Hmac.wipe(response);
        }
    }

    /// Sends a command whose response has no parameters.
    void run(Command command) {
        Bytes _ = run(command, decoder -> Bytes.EMPTY);
    }

    private byte[] send(CommandCode code, byte[] request) {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            byte[] response = exchange(request);
            lastCode = codeOf(code, response);
            if (tries == TRIES || !ResponseCode.asksAgain(lastCode)) {
                return response;
            }
            pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /// The code of the last response.
    int lastCode() {
        return lastCode;
    }

    private byte[] exchange(byte[] request) {
        try {
            return transport.exchange(request, patience);
        } catch (Fault e) {
            close();
            throw e;
        }
    }

    private static int codeOf(CommandCode code, byte[] response) {
        Decoder header = Decoder.ofResponse(code, response, 0, response.length);
        header.u16();
        header.u32();
        return header.u32();
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "interrupted while the TPM wanted to be asked again",
                    e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the connection to the TPM is closed, by its owner or after a fault: open it again");
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        transport.close();
    }
}
