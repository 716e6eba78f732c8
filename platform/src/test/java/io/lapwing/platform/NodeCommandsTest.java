package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import io.lapwing.trust.NodeLabel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandsTest {
    private static final String[] SOFTWARE = {"--software-chip"};

    @TempDir Path folder;

    private Trial node(String command, String... options) {
        Trial trial = new Trial();
        List<String> line = new ArrayList<>(List.of("node", command));
        line.addAll(List.of(options));
        line.addAll(List.of("--data", folder.resolve("d").toString()));
        int _ = trial.run(line.toArray(String[]::new));
        return trial;
    }

    private Map<?, ?> json(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(options));
        line.add("--json");
        Trial trial = node(command, line.toArray(String[]::new));
        return Json.strict()
                .build()
                .read(Bytes.of(trial.out().getBytes(StandardCharsets.UTF_8)), Map.class);
    }

    @Test
    void printsALabelThatTheGatewayReads() {
        Trial made = node("label", "--software-chip", "--number", "7");

        String text =
                made.out().lines().filter(l -> l.startsWith("label  ")).findFirst().orElse("");
        try (NodeLabel label = NodeLabel.parse(text.substring("label  ".length()))) {
            assertThat(label.node().value()).isEqualTo(7);
        }
        assertThat(made.out()).contains("█");
        assertThat(made.err()).contains("lapwing admin trust label");
    }

    @Test
    void keepsItsNumberAndMakesAnotherKeyForTheNextLabel() {
        Map<?, ?> first = json("label", "--software-chip", "--number", "7");

        Map<?, ?> second = json("label", SOFTWARE);

        assertThat(second.get("node")).isEqualTo(first.get("node")).isEqualTo(7);
        assertThat(second.get("label")).isNotEqualTo(first.get("label"));
    }

    @Test
    void refusesToHaveNoChipUnlessThatIsSaid() {
        Trial trial = node("label");

        assertThat(trial.err())
                .contains("no chip: want --tpm")
                .contains("who copies it is the node");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void refusesAnotherKindOfChipThanItsKeysAreIn() throws Exception {
        Trial _ = node("label", SOFTWARE);

        try (SoftwareTpm tpm = SoftwareTpm.in(folder)) {
            Trial trial = node("label", "--tpm", tpm.address());

            assertThat(trial.err()).contains("the keys of this node are in a software chip");
        }
    }

    @Test
    void knowsItsTpmAgain() throws Exception {
        try (SoftwareTpm tpm = SoftwareTpm.in(folder);
                SoftwareTpm other = SoftwareTpm.in(folder)) {
            Map<?, ?> made = json("label", "--tpm", tpm.address());
            tpm.restart();

            Map<?, ?> again = json("label", "--tpm", tpm.address());
            Trial swapped = node("label", "--tpm", other.address());

            assertThat(again.get("node")).isEqualTo(made.get("node"));
            assertThat(swapped.out()).isEmpty();
            assertThat(swapped.err()).contains("TPM");
            assertThat(json("status")).asString().contains("keys=tpm", "joined=false");
        }
    }

    @Test
    void keepsItsFilesFromOthers() throws Exception {
        Trial _ = node("label", SOFTWARE);

        try (var files = Files.list(folder.resolve("d/node"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void refusesNumbersThatNoRadioCanSay() {
        assertThat(node("label", "--software-chip", "--number", "65535").err())
                .contains("want 1 to 65534");
        assertThat(node("label", "--software-chip", "--number", "0").err())
                .contains("want 1 to 65534");
    }

    @Test
    void runsOnlyWithALabel() {
        Trial trial =
                node(
                        "run",
                        "--software-chip",
                        "--medium",
                        "udp:127.0.0.1:1700,127.0.0.1:1701",
                        "--every",
                        "5m");

        assertThat(trial.err()).contains("no label: want lapwing node label first");
    }

    @Test
    void saysWhatItCannotDo() {
        String[] medium = {"--software-chip", "--medium", "udp:127.0.0.1:1700,127.0.0.1:1701"};

        assertThat(node("run", with(medium, "--every", "soon")).err()).contains("want 10s");
        assertThat(node("run", with(medium, "--every", "0s")).err()).contains("want 1s at least");
        assertThat(node("run", with(medium, "--service", "none")).err()).contains("ktc-direct");
        assertThat(node("run", with(medium, "--sf", "6")).err()).contains("want 7 to 12");
        assertThat(node("status").out()).contains("no node here");
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
