package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Any octets are a frame that writes itself again, or `BAD_INPUT`: nothing else ever happens.
///
/// With `JAZZER_FUZZ=1` in the environment and `-Dfuzz.hooks=true` Jazzer searches further; here the seeds run, and a
/// bounded number of mutants.
class FrameFuzzTest {
    private static final int MUTANTS = 20_000;

    static Stream<byte[]> seeds() {
        return Stream.concat(
                        DerivationTest.joins().stream()
                                .flatMap(vector ->
                                        Stream.of(
                                                vector.text("joinRequestPHY"),
                                                vector.text("joinAcceptPHY"))),
                        Stream.concat(
                                        FrameBlocksTest.framesAs10().stream(),
                                        FrameBlocksTest.framesAs11().stream())
                                .map(vector -> vector.text("phyPayload")))
                .map(hex -> Bytes.hex(hex).toArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void readsOrRefuses(byte[] octets) {
        check(octets);
    }

    @Test
    void readsOrRefusesMutantsOfTheSeeds() {
        Mutants.of(seeds().toList(), 11).limit(MUTANTS).forEach(FrameFuzzTest::check);
    }

    private static void check(byte[] octets) {
        try {
            PhyPayload phyPayload = new PhyPayload(Bytes.of(octets));
            assertThat(Frame.parse(phyPayload).phyPayload()).isEqualTo(phyPayload);
        } catch (Fault fault) {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT);
        }
    }
}
