package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
import static io.lapwing.vault.tpm.Samples.NONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Responses that no TPM gives: whatever comes, it is taken or it is a [Fault], and nothing else is thrown.
///
/// A real TPM's responses are recorded without a session, so that no HMAC keeps altered ones from being parsed, and
/// then given again, one of them altered.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseFuzzTest {
    private static final int ROUNDS = 800;
    private static final TpmConfig PLAIN =
            TpmConfig.defaults().withProtection(TpmConfig.Protection.NONE);

    private List<Bytes> recorded = List.of();

    @BeforeAll
    void record(@TempDir Path folder) {
        try (Swtpm swtpm = Swtpm.start(folder);
                Tap tap = Tap.on(swtpm)) {
            work(tap);
            recorded = List.copyOf(tap.responses());
        }
    }

    /// Something of everything.
    private static void work(Transport transport) {
        try (Tpm tpm = Tpm.open(transport, PLAIN, false)) {
            StorageKey storage = tpm.storage(KeyKind.ECC_P256);
            DuplicationPolicy.Parents policy =
                    new DuplicationPolicy.Parents(List.of(storage.publicHalf().name()));
            DuplicableKey key = storage.make(KeyForm.AES_256_CFB, policy);
            Bytes _ = key.encrypt(IV, DATA);
            Duplicate duplicate = key.duplicate(policy.to(storage.publicHalf()));
            storage.importKey(storage.rewrap(duplicate, policy.to(storage.publicHalf())), policy);
            Quote quote = tpm.attestation(KeyKind.ECC_P256).quote(NONCE, PcrSelection.of(0));
            Bytes _ = quote.encode();
            PcrState state = tpm.pcrState(PcrSelection.of(0, 16));
            Bytes _ = storage.makeBound(state).sign(DATA);
            tpm.counter(TpmCounter.FIRST_INDEX).increment();
            try (Secret octets = tpm.random(16)) {
                storage.hold(octets).hmac(DATA).close();
                storage.unseal(storage.seal(octets, state)).close();
            }
        }
    }

    @Test
    void takesRecordedResponsesAgain() {
        work(new Script(recorded));
    }

    @Test
    void endsInAFaultWhateverComes() {
        TreeSet<Fault.Kind> kinds = new TreeSet<>();
        int faults = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            try {
                work(new Script(altered(new Random(seed))));
            } catch (Fault e) {
                kinds.add(e.kind());
                faults++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        assertThat(faults).isGreaterThan(ROUNDS / 2);
        assertThat(kinds).contains(Fault.Kind.TAMPERED);
    }

    private List<Bytes> altered(Random random) {
        List<Bytes> responses = new ArrayList<>(recorded);
        int which = random.nextInt(responses.size());
        byte[] response = responses.get(which).toArray();
        responses.set(which, Bytes.of(altered(response, random)));
        return responses;
    }

    private static byte[] altered(byte[] response, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(response, random.nextInt(response.length));
            case 1 -> sized(Arrays.copyOf(response, 10 + random.nextInt(response.length)));
            case 2 -> sized(Arrays.copyOf(response, response.length + 1 + random.nextInt(20)));
            case 3 -> withLength(response, random);
            case 4 -> withOctets(response, random, 1);
            case 5 -> withOctets(response, random, 10);
            default -> noise(random);
        };
    }

    /// With a header that tells its length, as a transport makes sure of.
    private static byte[] sized(byte[] response) {
        ByteBuffer.wrap(response).putInt(2, response.length);
        return response;
    }

    private static byte[] withLength(byte[] response, Random random) {
        int at = random.nextInt(response.length - 1);
        ByteBuffer.wrap(response)
                .putShort(at, (short) (random.nextBoolean() ? 0xffff : random.nextInt(70)));
        return response;
    }

    private static byte[] withOctets(byte[] response, Random random, int count) {
        for (int i = 0; i < count; i++) {
            response[random.nextInt(response.length)] = (byte) random.nextInt();
        }
        return response;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    /// Gives the same responses in the same order, whatever it is asked.
    private static final class Script implements Transport {
        private final List<Bytes> responses;
        private int next;

        private Script(List<Bytes> responses) {
            this.responses = responses;
        }

        @Override
        public byte[] exchange(byte[] command, Duration patience) {
            if (next == responses.size()) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the script is at its end");
            }
            return responses.get(next++).toArray();
        }

        @Override
        public void close() {
            next = responses.size();
        }
    }
}
