package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lapwing.crypto.Bytes;
import io.lapwing.joinserver.BackendCodec.Decoded;
import io.lapwing.lorawan.MacVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Any octets are a request that writes and reads as the same again, or get an answer: nothing else ever happens.
///
/// With `JAZZER_FUZZ=1` in the environment and `-Dfuzz.hooks=true` Jazzer searches further; here the seeds run, and a
/// bounded number of mutants.
class BodyFuzzTest {
    private static final int MUTANTS = 2_000;
    private static final long SEED = 11;

    private final World world = new World();

    static Stream<byte[]> seeds() {
        return Vectors.bodies().requests().stream()
                .map(vector -> vector.body().getBytes(StandardCharsets.UTF_8));
    }

    @FuzzTest
    @MethodSource("seeds")
    void answersAnyBody(byte[] octets) {
        check(octets);
    }

    @Test
    void answersMutantsOfTheSeeds() {
        world.device(MacVersion.V1_0_4);
        Random random = new Random(SEED);
        List<byte[]> seeds = seeds().toList();

        for (int i = 0; i < MUTANTS; i++) {
            check(mutant(seeds.get(random.nextInt(seeds.size())), random));
        }

        assertThat(world.devices.audit()).hasSize(MUTANTS);
        assertThat(world.devices.commits()).isZero();
    }

    private void check(byte[] octets) {
        Bytes body = Bytes.of(octets);
        JoinServer.Reply reply = world.server().answer(World.NETWORK_SERVER, body);
        assertThat(reply.status()).isIn(200, 400);
        assertThat(reply.body().length()).isPositive();
        if (world.codec.decode(body) instanceof Decoded.Good good) {
            Bytes again = world.codec.encode(good.request());
            assertThat(world.codec.decode(again)).isEqualTo(good);
        }
    }

    /// Changes, inserts, removes or doubles a few octets.
    private static byte[] mutant(byte[] seed, Random random) {
        StringBuilder text = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
        for (int changes = 1 + random.nextInt(4); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.insert(at, (char) random.nextInt(256));
                case 2 -> text.delete(at, end);
                default -> text.insert(at, text.substring(at, end));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
