package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A newcomer's five minutes: what the README says to type, typed.
class FirstJoinTest {
    private static final int PATIENCE_S = 300;
    private static final String SERVED = "https://localhost:8443/";

    @TempDir private Path folder = Path.of("");

    @Test
    void joinsTheDeviceOfTheReadme() throws Exception {
        List<String> blocks =
                Document.of("README.md").fences().stream()
                        .map(Document.Fence::text)
                        .filter(text -> text.contains("LAPWING_DATA=$PWD/first-join"))
                        .toList();
        assertThat(blocks).hasSize(2);
        assertThat(ShellLines.commands(blocks.getFirst()))
                .containsExactly(
                        List.of("LAPWING_DATA=$PWD/first-join", "./lapwing", "up", "--empty"));
        ChildJava java = new ChildJava(folder);
        java.install(folder.resolve("lapwing"), Main.class);

        try (ServedProcess served = ServedProcess.up(java, data())) {
            String url = "https://localhost:" + served.port() + "/";
            String text = blocks.getLast().replace(SERVED, url);
            String said = typed(text);
            String again = typed(text.substring(text.indexOf("curl ")));

            assertThat(said)
                    .contains("\"ResultCode\":\"Success\"")
                    .contains("20B9D4A7F58FB6D3F0E086C1AA5C408039")
                    .contains("\"KEKLabel\":\"meadow\"")
                    .contains("SessionKeyID");
            assertThat(again).contains("\"ResultCode\":\"JoinReqFailed\"");
        }
    }

    /// The data folder of the README, on free ports.
    private Path data() throws IOException {
        Path data =
                Files.createDirectory(
                        folder.resolve("first-join"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                data.resolve("lapwing.toml"),
                """
                [listen]
                address = "127.0.0.1:0"
                [console]
                address = "127.0.0.1:0"
                """);
        return data;
    }

    /// What the commands wrote, of which none may fail.
    private String typed(String commands) throws Exception {
        Path script = Files.writeString(folder.resolve("typed"), "set -e\n" + commands + "\n");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process bash =
                new ProcessBuilder("bash", script.toString())
                        .directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!bash.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            bash.destroyForcibly();
        }
        assertThat(bash.waitFor())
                .as(Files.readString(err) + "(it needs: apt-get install curl openssl)")
                .isZero();
        return Files.readString(out);
    }
}
