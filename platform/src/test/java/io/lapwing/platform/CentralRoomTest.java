package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.NodeLabel;
import io.lapwing.trust.TrustedNode;
import io.lapwing.vault.tpm.Tpm;
import io.lapwing.vault.tpm.TpmAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CentralRoomTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir Path folder;
    private final List<Envelope> sent = new ArrayList<>();
    private SoftwareTpm tpm;
    private Platform platform;
    private CentralRoom room;
    private Instant now = NOON;

    @BeforeEach
    void open() throws Exception {
        tpm = SoftwareTpm.in(folder);
        platform =
                Platform.open(
                        new DataFolder(folder.resolve("d")), RunningPlatform.embedded(), Map.of());
        room = room(config(tpm));
    }

    @AfterEach
    void close() {
        room.close();
        platform.close();
        tpm.close();
    }

    private static CentralConfig config(SoftwareTpm chip) {
        return CentralConfig.defaults()
                .with(
                        Optional.of("udp:127.0.0.1:1700,127.0.0.1:1701"),
                        Optional.empty(),
                        Optional.of(chip.address()));
    }

    private CentralRoom room(CentralConfig config) {
        return new CentralRoom(
                platform.store(),
                () -> CentralChip.open(config, platform.vault(), platform.folder().centralChip()),
                true,
                () -> now,
                sent::addAll);
    }

    private void enterLabel(SoftwareTpm of) {
        try (Tpm chip = Tpm.open(TpmAddress.parse(of.address()));
                NodeLabel label = NodeLabel.make(new NodeId(7), chip)) {
            room.act(
                    (entity, at) -> entity.enterLabel(at, "test", label.node(), label.accessKey()));
        }
    }

    @Test
    void opensAgainATpmThatWasReset() throws Exception {
        room.settle();
        tpm.restart();
        Fault first =
                failureOf(() ->
                        room.ask(entity -> {
                            throw new Fault(Fault.Kind.UNAVAILABLE, "the TPM was reset");
                        }));
        now = now.plusSeconds(2);

        room.settle();

        assertThat(first).hasMessage("the TPM was reset");
        assertThat(room.problem()).isEmpty();
        try (SoftwareTpm other = SoftwareTpm.in(folder)) {
            enterLabel(other);
        }
        List<TrustedNode> nodes = room.ask(CentralSpeaker::nodes);
        assertThat(nodes).hasSize(1);
    }

    @Test
    void saysWhatItWaitsForAndBothersNobodyMeanwhile() {
        tpm.close();

        Fault away = failureOf(room::settle);

        assertThat(away.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
        assertThat(room.problem()).hasValue(away.getMessage());
        assertThat(failureOf(room::status)).isSameAs(away);
        assertThat(sent).isEmpty();
    }

    @Test
    void refusesAnotherTpmThanAtTheFirstStart() throws Exception {
        room.settle();

        try (SoftwareTpm other = SoftwareTpm.in(folder);
                CentralRoom swapped = room(config(other))) {
            Fault refused = failureOf(swapped::settle);

            assertThat(refused.kind()).isEqualTo(Fault.Kind.TAMPERED);
            assertThat(refused).hasMessageContaining("is another than at its first start");
        }
    }

    @Test
    void refusesWhatIsWrongAndGoesOn() {
        room.settle();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(
                        () -> room.act((entity, at) -> entity.revoke(at, "test", new NodeId(9))))
                .withMessage("node 9 is unknown");
        assertThat(
                        failureOf(() ->
                                room.ask(_ -> {
                                    throw new Fault(Fault.Kind.CONFLICT, "label was used");
                                })))
                .hasMessage("label was used");
        assertThat(room.problem()).isEmpty();
    }

    private static Fault failureOf(Runnable work) {
        try {
            work.run();
        } catch (Fault fault) {
            return fault;
        }
        throw new AssertionError("it did not fail");
    }
}
