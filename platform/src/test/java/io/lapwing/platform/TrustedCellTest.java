package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.TemporaryFolder;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import io.lapwing.vault.tpm.TpmAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A gateway as a process, and nodes with TPMs of their own, over UDP in real time.
class TrustedCellTest {
    private static final NodeWishes NOTHING =
            new NodeWishes(List.of(), Service.KTC_DIRECT, Optional.empty(), Duration.ofMinutes(1));

    private static NodeChip.Choice tpm(SoftwareTpm tpm) {
        return new NodeChip.Choice.InTpm(TpmAddress.parse(tpm.address()));
    }

    private static Path sensor(Path folder) throws IOException {
        Path sensor = Files.createDirectory(folder.resolve("iio"));
        Files.writeString(sensor.resolve("in_temp_input"), "21530\n");
        Files.writeString(sensor.resolve("in_pressure_input"), "101.325000000\n");
        Files.writeString(sensor.resolve("in_humidityrelative_input"), "45120\n");
        return sensor;
    }

    @Test
    void bringsReadingsFromLabelsThroughAKillOfTheGateway() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.of("cell");
                SoftwareTpm zero = SoftwareTpm.in(folder.path());
                SoftwareTpm one = SoftwareTpm.in(folder.path());
                SoftwareTpm two = SoftwareTpm.in(folder.path());
                TrustedCell cell = new TrustedCell(folder.path(), "--tpm", zero.address())) {
            cell.label(1, "--tpm", one.address());
            cell.label(2, "--tpm", two.address());
            NodeWishes readings =
                    new NodeWishes(
                            List.of(new NodeId(1)),
                            Service.KTC_DIRECT,
                            Optional.of(sensor(folder.path())),
                            Duration.ofSeconds(5));
            try (NodeThread first = new NodeThread(cell, 1, tpm(one), NOTHING)) {
                first.await("joined");

                cell.killGateway();
                try (NodeThread second = new NodeThread(cell, 2, tpm(two), readings)) {
                    second.await("joining");
                    cell.restartGateway();
                    second.await("joined");
                    second.await("connected");
                    NodeNews proven = first.await("proven");

                    assertThat(proven.node()).hasValue(2L);
                    assertThat(proven.text())
                            .hasValue("temperature 21.53 °C, pressure 101325 Pa, humidity 45.12 %");

                    two.restart();
                    second.await("chip");
                    second.await("connected");
                    first.await("proven");
                }
            }
            Map<?, ?> central =
                    (Map<?, ?>)
                            Objects.requireNonNull(
                                    cell.ask(0, "", "admin", "trust", "status").get("central"));
            assertThat(central.get("standing")).asString().contains("trusted=2");
            assertThat(cell.ask(0, "", "admin", "trust", "list").toString())
                    .contains("state=joined")
                    .doesNotContain("labelled");
            assertThat(cell.stopGateway()).isEqualTo(143);
        }
    }

    @Test
    void makesSessionsAnewWithANodeThatLostThem() throws Exception {
        NodeChip.Choice software = new NodeChip.Choice.InSoftware();
        try (TemporaryFolder folder = TemporaryFolder.of("cell");
                TrustedCell cell = new TrustedCell(folder.path())) {
            cell.label(1, "--software-chip");
            cell.label(2, "--software-chip");
            NodeWishes readings =
                    new NodeWishes(
                            List.of(new NodeId(1)),
                            Service.KDC_INDIRECT,
                            Optional.of(sensor(folder.path())),
                            Duration.ofSeconds(5));
            try (NodeThread second = new NodeThread(cell, 2, software, readings)) {
                try (NodeThread first = new NodeThread(cell, 1, software, NOTHING)) {
                    NodeNews received = first.await("received");

                    assertThat(received.text()).hasValue("21.53 °C, 1013.25 hPa, 45.12 %");
                }
                try (NodeThread restarted = new NodeThread(cell, 1, software, NOTHING)) {
                    restarted.await("connected");
                    NodeNews received = restarted.await("received");

                    assertThat(received.node()).hasValue(2L);
                }
                second.await("connected");
            }
        }
    }
}
