package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Any octets are a state that writes itself again, or `TAMPERED`: nothing else ever happens.
class JoinStateFuzzTest {
    private static final int MUTANTS = 20_000;

    static Stream<byte[]> seeds() {
        RootKeyRef key = new RootKeyRef(1, 300);
        JoinState state = JoinState.NEW;
        Stream.Builder<byte[]> seeds = Stream.builder();
        seeds.add(state.encode().toArray());
        for (int i = 0; i < 8; i++) {
            MacVersion version = i % 2 == 0 ? MacVersion.V1_0_3 : MacVersion.V1_1;
            SessionRequest request =
                    new SessionRequest(
                            new SessionKeyId(Bytes.hex("0" + i + "00".repeat(15))),
                            version,
                            version.hasNwkKey() ? Keying.AS_1_1 : Keying.AS_1_0,
                            new NetId(i),
                            version.hasNwkKey() ? key : null,
                            key);
            Admission admission =
                    new Admission.Join(new Eui64(i % 3), new DevNonce(1000 * i), request);
            state = ((NonceVerdict.Fresh) state.admit(admission)).next();
            seeds.add(state.encode().toArray());
            seeds.add(state.withMargin(70_000).encode().toArray());
        }
        return seeds.build();
    }

    @MethodSource("seeds")
    @FuzzTest
    void readsOrRefuses(byte[] octets) {
        check(octets);
    }

    @Test
    void readsOrRefusesMutantsOfTheSeeds() {
        Mutants.of(seeds().toList(), 12).limit(MUTANTS).forEach(JoinStateFuzzTest::check);
    }

    private static void check(byte[] octets) {
        Bytes stored = Bytes.of(octets);
        try {
            assertThat(JoinState.decode(stored).encode()).isEqualTo(stored);
        } catch (Fault fault) {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED);
        }
    }
}
