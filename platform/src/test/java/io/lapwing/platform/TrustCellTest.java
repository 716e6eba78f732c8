package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Profile;
import io.lapwing.trust.Service;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Small networks over the simulated radio, with chips in this process.
class TrustCellTest {
    private static final NodeId N1 = TrustScene.N1;
    private static final NodeId N2 = TrustScene.N2;
    private static final TrustChips CHIPS = TrustChips.software();

    @AfterAll
    static void close() {
        CHIPS.close();
    }

    private static LapwingNetwork joined(TrustSetup setup) {
        var network = new LapwingNetwork(setup, CHIPS);
        TrustProcedure _ = network.join(N1);
        TrustProcedure _ = network.join(N2);
        return network;
    }

    private static TrustProcedure.Message message(TrustProcedure procedure, String name) {
        return procedure.messages().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesDownWhatTravelsAndWhatItCosts() {
        try (var network = new LapwingNetwork(TrustSetup.of(7, 0, 1, TrustChipTimes.NONE), CHIPS)) {

            TrustProcedure join = network.join(N1);

            assertThat(join.messages())
                    .extracting(one -> one.from() + " " + one.to() + " " + one.name())
                    .containsExactly(
                            "N1 CE Join 1",
                            "CE N1 Join 2",
                            "N1 CE Join 3",
                            "CE all SignedList",
                            "CE N1 Join 4");
            assertThat(join.messages())
                    .allSatisfy(one -> {
                        assertThat(one.receivedS()).isPresent();
                        assertThat(one.frames()).hasSize(1);
                        assertThat(one.lost()).isZero();
                    });
            assertThat(join.shares())
                    .extracting(TrustProcedure.Share::party)
                    .containsExactly("CE", "N1");
            assertThat(join.airS()).isBetween(0.3, join.quietS());
            assertThat(join.quietS()).isGreaterThan(join.elapsedS());
            assertThat(join.octets())
                    .isGreaterThan(
                            join.messages().stream()
                                    .mapToLong(TrustProcedure.Message::octets)
                                    .sum());
            assertThat(join.share("N1").orElseThrow().energyMj()).isPositive();
            assertThat(join.computeS()).isZero();
        }
    }

    @Test
    void runsTheSameWithTheSameSeed() {
        var setup = TrustSetup.of(9, 0.3, 7, TrustChipTimes.NONE);
        try (var one = joined(setup);
                var other = joined(setup)) {

            TrustProcedure first = one.connect(N1, List.of(N2), Service.KTC_DIRECT);
            TrustProcedure second = other.connect(N1, List.of(N2), Service.KTC_DIRECT);

            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void showsLostFramesAndComesThrough() {
        try (var network = joined(TrustSetup.of(7, 0.3, 3, TrustChipTimes.NONE))) {
            TrustProcedure _ = network.refresh(N1);
            long lost = 0;
            for (int i = 0; i < 4; i++) {
                TrustProcedure keys = network.connect(N1, List.of(N2), Service.KTC_DIRECT);
                lost += keys.messages().stream().mapToLong(TrustProcedure.Message::lost).sum();
            }

            assertThat(lost).isPositive();
            assertThat(network.connected(N1, N2)).isTrue();
        }
    }

    @Test
    void letsTheAnswerWaitForTheChip() {
        try (var network = joined(TrustSetup.of(7, 0, 1, TrustChipTimes.SLB9670))) {

            TrustProcedure keys = network.connect(N1, List.of(N2), Service.KTC_DIRECT);

            double asked = message(keys, "Translate").receivedS().orElseThrow();
            double answered = message(keys, "Delivered").sentS();
            assertThat(answered - asked).isBetween(0.69, 0.71);
            assertThat(keys.share("CE").orElseThrow().chipS()).isBetween(0.69, 0.71);
            assertThat(keys.share("N2").orElseThrow().chipS()).isBetween(0.23, 0.24);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharesKeysInBothProfiles(Profile profile) {
        var setup = TrustSetup.of(7, 0, 1, TrustChipTimes.NONE);
        try (TrustNetwork network = TrustNetwork.of(profile, setup, CHIPS)) {
            TrustProcedure _ = network.join(N1);
            TrustProcedure _ = network.join(N2);

            for (Service service : Service.values()) {
                TrustProcedure _ = network.connect(N1, List.of(N2), service);

                assertThat(network.connected(N1, N2)).as(service.name()).isTrue();
            }
        }
    }

    @Test
    void hearsStrangersInAnybodysName() {
        try (var network = joined(TrustSetup.of(7, 0, 1, TrustChipTimes.NONE))) {
            TrustProcedure _ = network.connect(N1, List.of(N2), Service.KTC_DIRECT);
            var stranger = network.cell().stranger();
            var said = TrustScene.lastHeard(network.cell(), "Delivered", N2);

            TrustProcedure again =
                    network.cell().procedure("replay", () -> network.cell().say(stranger, said));

            assertThat(again.messages().getFirst().from()).isEqualTo("X");
            assertThat(TrustScene.refusals(network.cell()))
                    .singleElement()
                    .asString()
                    .contains("no nonce for node 1");
        }
    }

    @Test
    void hearsNothingWhileItsProcessorIsStopped() {
        try (var network = joined(TrustSetup.of(7, 0, 1, TrustChipTimes.NONE))) {
            TrustProcedure _ = network.connect(N1, List.of(N2), Service.KTC_DIRECT);
            network.cell().host(N2).stop(true);

            TrustProcedure _ = network.send(N1, N2, Bytes.of(1));

            assertThat(network.received(N2, N1, Bytes.of(1))).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.02, 0", "0.1, 1", "0.2, 2", "0.3, 3", "0.5, 5"})
    void addsParityAsTheChannelAsks(double loss, int parity) {
        assertThat(TrustSetup.of(7, loss, 1, TrustChipTimes.NONE).parity()).isEqualTo(parity);
    }

    @Test
    void refusesSettingsThatAreNone() {
        assertThatThrownBy(() -> TrustSetup.of(6, 0, 1, TrustChipTimes.NONE))
                .hasMessage("spreading factor 6: want 7 to 12");
        assertThatThrownBy(() -> TrustSetup.of(7, 0.6, 1, TrustChipTimes.NONE))
                .hasMessage("loss 0.6: want 0 to 0.5");
    }
}
