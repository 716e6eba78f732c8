package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./lapwing`, in a folder where a short script stands in for the Maven wrapper.
class LauncherTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();
    private static final int PATIENCE_S = 60;

    @TempDir private Path clone = Path.of("");

    /// What a command came to.
    private record Result(int code, String out, String err) {}

    @BeforeEach
    void copyTheLauncher() throws IOException {
        Files.copy(
                ROOT.resolve("lapwing"),
                clone.resolve("lapwing"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void holdsUnderShellcheck() throws Exception {
        Result result =
                run(ROOT, Map.of(), "shellcheck", "lapwing", ".ci/run", ".mvn/without-unzip/unzip");

        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void showsAFirstPageBeforeAnythingIsBuilt() throws Exception {
        Result result = lapwing("help");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("./lapwing demo", "./lapwing test");
    }

    @Test
    void refusesAJdkThatIsNone() throws Exception {
        Result result =
                run(
                        clone,
                        Map.of("LAPWING_JAVA_HOME", clone.toString()),
                        "bash",
                        "./lapwing",
                        "version");

        assertThat(result.code()).isEqualTo(ExitCode.FAILED.number());
        assertThat(result.err()).contains("LAPWING_JAVA_HOME=" + clone + " is no JDK 25");
    }

    @Test
    void addsUpTheTestsOfAllModules() throws Exception {
        maven(report("crypto", 5, 0, 0, 0) + report("kms", 2, 0, 0, 0));

        Result result = lapwing("test");

        assertThat(result.out()).endsWith("7 passed, 0 failed\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void failsWithATestThatFailed() throws Exception {
        maven(report("crypto", 5, 1, 1, 0) + "exit 1\n");

        Result result = lapwing("test");

        assertThat(result.out()).endsWith("3 passed, 2 failed\n");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void failsWithATestThatWasSkipped() throws Exception {
        maven(report("crypto", 5, 0, 0, 1));

        Result result = lapwing("test");

        assertThat(result.out()).endsWith("4 passed, 1 failed\n");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void failsWithoutAnyTest() throws Exception {
        maven("");

        Result result = lapwing("test");

        assertThat(result.err()).contains("no test ran");
        assertThat(result.out()).endsWith("0 passed, 1 failed\n");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void failsWithACheckOfTheBuild() throws Exception {
        maven(report("crypto", 5, 0, 0, 0) + "echo '[ERROR] format'\nexit 1\n");

        Result result = lapwing("test");

        assertThat(result.err()).contains("[ERROR] format");
        assertThat(result.out()).endsWith("5 passed, 1 failed\n");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void countsNoReportOfAnEarlierRun() throws Exception {
        maven(report("crypto", 5, 0, 0, 0));
        lapwing("test");
        maven("");

        Result result = lapwing("test");

        assertThat(result.out()).endsWith("0 passed, 1 failed\n");
    }

    @Test
    void addsTheTrialsWithOtherSoftware() throws Exception {
        maven(report("crypto", 5, 0, 0, 0));
        script("interop/run", "echo '2 passed, 1 failed'\nexit 1\n");

        Result result = lapwing("test", "--interop");

        assertThat(result.out()).endsWith("7 passed, 1 failed\n");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void failsWithTrialsThatEndWithoutASum() throws Exception {
        maven(report("crypto", 5, 0, 0, 0));
        script("interop/run", "exit 0\n");

        Result result = lapwing("test", "--interop");

        assertThat(result.out()).endsWith("5 passed, 1 failed\n");
    }

    @Test
    void asksForPicturesInPlaceOfThoseOfAnEarlierRun() throws Exception {
        maven(report("browser", 5, 0, 0, 0) + "echo \"$*\" >arguments\n");
        Path old = clone.resolve("target/screenshots/old.png");
        Files.createDirectories(clone.resolve("target/screenshots"));
        Files.writeString(old, "");

        Result result = lapwing("test", "--screenshots");

        String pictures = clone.toRealPath().resolve("target/screenshots").toString();
        assertThat(Files.readString(clone.resolve("arguments")))
                .contains("-Dlapwing.screenshots=" + pictures);
        assertThat(old).doesNotExist();
        assertThat(result.err()).contains("pictures are in " + pictures);
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() throws Exception {
        Result option = lapwing("test", "--onyl", "kms");
        Result value = lapwing("test", "--only");
        Result module = lapwing("test", "--only", "kmz");

        assertThat(List.of(option.code(), value.code(), module.code()))
                .containsOnly(ExitCode.USAGE.number());
        assertThat(option.err()).contains("no such option: --onyl");
        assertThat(value.err()).contains("--only wants a value");
        assertThat(module.err()).contains("no such module: kmz");
    }

    private void maven(String script) throws IOException {
        script("mvnw", script);
    }

    private void script(String name, String text) throws IOException {
        Path file = clone.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /// The script that writes a report of Surefire.
    private static String report(String module, int run, int failures, int errors, int skipped) {
        return """
        mkdir -p %1$s/target/surefire-reports
        cat >%1$s/target/surefire-reports/TEST-%1$s.xml <<'XML'
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="%1$s" time="0.1" tests="%2$d" errors="%4$d" skipped="%5$d" failures="%3$d">
          <testcase name="tests=&quot;9&quot;" time="0.1"/>
        </testsuite>
        XML
        """
                .formatted(module, run, failures, errors, skipped);
    }

    private Result lapwing(String... args) throws Exception {
        String[] command = new String[args.length + 2];
        command[0] = "bash";
        command[1] = "./lapwing";
        System.arraycopy(args, 0, command, 2, args.length);
        return run(clone, Map.of("LAPWING_JAVA_HOME", System.getProperty("java.home")), command);
    }

    private Result run(Path folder, Map<String, String> environment, String... command)
            throws Exception {
        Path out = Files.createTempFile(clone, "out", "");
        Path err = Files.createTempFile(clone, "err", "");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = start(builder, command[0]);
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    private static Process start(ProcessBuilder builder, String program) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("cannot run " + program + ": apt-get install " + program, e);
        }
    }
}
