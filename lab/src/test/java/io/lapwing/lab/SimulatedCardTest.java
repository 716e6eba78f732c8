package io.lapwing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.SafeCard;
import io.lapwing.device.StreamChannel;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedCardTest {
    private static final Bytes ROOT_KEY = Bytes.of(new byte[32]);

    @Test
    void isACardOverTwoStreams() throws Exception {
        PipedInputStream heard = new PipedInputStream();
        PipedInputStream said = new PipedInputStream();
        PipedOutputStream commands = new PipedOutputStream(heard);
        PipedOutputStream answers = new PipedOutputStream(said);
        CompletableFuture<Void> card = CompletableFuture.runAsync(() -> serve(heard, answers));

        install(commands, Bytes.concat(Bytes.of(0x86, 33, 1), ROOT_KEY));
        try (SafeCard safe = SafeCard.open(new StreamChannel(said, commands))) {
            assertThat(safe.secretKeys()).containsExactly(1);
            assertThat(safe.random(16)).isNotEqualTo(safe.random(16));
            assertThat(safe.identity().length()).isEqualTo(65);
        }

        assertThat(card.orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(20, TimeUnit.SECONDS);
    }

    private static void serve(PipedInputStream heard, PipedOutputStream answers) {
        try (answers) {
            SimulatedCard.serve(heard, answers);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void install(PipedOutputStream commands, Bytes parameters) throws IOException {
        DataOutputStream first = new DataOutputStream(commands);
        first.writeShort(parameters.length());
        first.write(parameters.toArray());
        first.flush();
    }
}
