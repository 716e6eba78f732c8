package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A demo that is told to end before its end.
class DemoEndTest {
    @TempDir Path folder;

    private List<Path> sites() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("lapwing-demo"))
                    .toList();
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Process demo = new ChildJava(folder).start(Main.class, List.of("demo", "--no-color"));
        try (BufferedReader story = demo.inputReader()) {
            String told = story.readLine();
            while (told != null && sites().isEmpty()) {
                told = story.readLine();
            }
            List<Path> sites = sites();

            demo.toHandle().destroy();
            while (story.readLine() != null) {
                assertThat(demo.descendants()).isEmpty();
            }

            assertThat(sites).hasSize(1);
            assertThat(demo.waitFor()).isEqualTo(143);
            assertThat(sites()).isEmpty();
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void leavesNoSoftwareTpmBehind() throws Exception {
        Process demo =
                new ChildJava(folder).start(Main.class, List.of("demo", "trust", "--no-color"));
        try (BufferedReader story = demo.inputReader()) {
            String told = story.readLine();
            while (told != null && !told.startsWith("ok")) {
                told = story.readLine();
            }
            List<ProcessHandle> tpms = demo.descendants().toList();

            demo.toHandle().destroy();

            assertThat(tpms).isNotEmpty();
            assertThat(demo.waitFor()).isEqualTo(143);
            assertThat(tpms).noneMatch(ProcessHandle::isAlive);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files)
                        .noneMatch(file -> file.getFileName().toString().startsWith("lapwing-t"));
            }
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void leavesNoProcessOfADeviceBehind() throws Exception {
        Process demo =
                new ChildJava(folder).start(Main.class, List.of("demo", "device", "--no-color"));
        try (BufferedReader story = demo.inputReader()) {
            String told = story.readLine();
            while (told != null && !told.startsWith("ok    The stack joins")) {
                told = story.readLine();
            }
            List<ProcessHandle> processes = demo.descendants().toList();

            demo.toHandle().destroy();

            assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
            assertThat(demo.waitFor()).isEqualTo(143);
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files)
                        .noneMatch(file -> file.getFileName().toString().startsWith("lapwing-d"));
            }
        } finally {
            demo.destroyForcibly();
        }
    }
}
