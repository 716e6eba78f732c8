package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchConsoleTest {
    /// What a script reads of the result.
    private record Read(
            List<Asked> pages,
            List<Asked> api,
            List<Typed> search,
            double searchBoundMs,
            SignIns signIns,
            Optional<Object> browser,
            Heap heap) {
        private record Asked(
                String name,
                String path,
                double perSecond,
                double p50Ms,
                double p99Ms,
                int answerBytes,
                double httpCeilingPerSecond,
                double ratioToHttpCeiling) {}

        private record Typed(
                String typed, long keystrokes, double p50Ms, double p95Ms, double p99Ms) {}

        private record SignIns(
                double perSecond,
                double p99Ms,
                long signIns,
                double argon2idPerSecond,
                double ratioToArgon2id,
                double readsPerSecond,
                double readP99Ms) {}

        private record Heap(
                double startMiB,
                double endMiB,
                List<Double> afterEachMiB,
                long requests,
                double slopeMiBPerMillionRequests) {}
    }

    private static final BenchVisits.Seen SEEN =
            new BenchVisits.Seen(
                    "devices", "slow", "first", 1_400, 1_400, 4_000, 6_500, 19_500, 1_500, 5);

    @TempDir Path folder;

    @Test
    void measuresPagesRoutesSearchSigningInAndTheHeap() throws Exception {
        Trial trial = new Trial();

        int code =
                trial.run(
                        "bench",
                        "console",
                        "--devices=300",
                        "--connections=2",
                        "--seconds=1",
                        "--warm-up=0",
                        "--json",
                        "--folder=" + folder);

        assertThat(code).as(trial.err()).isZero();
        assertThat(trial.err()).as("a PATH without a browser").contains("apt-get install chromium");
        Read read = read(trial.out());
        assertThat(read.pages())
                .extracting(Read.Asked::name)
                .containsExactly(
                        "overview", "devices", "device", "keys", "audit", "jobs", "people");
        assertThat(read.api()).extracting(Read.Asked::path).contains("POST /devices");
        assertThat(read.pages()).allSatisfy(BenchConsoleTest::isMeasured);
        assertThat(read.api()).allSatisfy(BenchConsoleTest::isMeasured);
        assertThat(read.search())
                .extracting(Read.Typed::typed)
                .containsExactly("dev-eui", "owner", "label");
        assertThat(read.search()).allSatisfy(one -> assertThat(one.keystrokes()).isPositive());
        assertThat(read.searchBoundMs()).isEqualTo(100);
        assertThat(read.signIns().signIns()).isPositive();
        assertThat(read.signIns().argon2idPerSecond()).isPositive();
        assertThat(read.signIns().readsPerSecond()).isPositive();
        assertThat(read.heap().afterEachMiB()).hasSize(20);
        assertThat(read.heap().requests()).isPositive();
        assertThat(read.browser()).isEmpty();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static void isMeasured(Read.Asked asked) {
        assertThat(asked.p50Ms()).isPositive();
        assertThat(asked.p99Ms()).isGreaterThanOrEqualTo(asked.p50Ms());
        assertThat(asked.answerBytes()).isPositive();
        assertThat(asked.ratioToHttpCeiling()).isPositive();
    }

    @Test
    void drawsTheLineOfTheHeapAndHoldsTheSearchToItsBound() {
        StringWriter out = new StringWriter();
        ConsoleReport.Heap heap =
                ConsoleReport.Heap.of(
                        List.of(
                                new ConsoleReport.Mark(0, 20 << 20),
                                new ConsoleReport.Mark(1_000_000, 22 << 20),
                                new ConsoleReport.Mark(2_000_000, 24 << 20)));
        ConsoleReport report =
                new ConsoleReport(
                        new ConsoleReport.Setting(
                                1_000,
                                8,
                                60,
                                PlatformConfig.StoreEngine.EMBEDDED,
                                PlatformConfig.VaultAdapter.MEMORY,
                                1.5),
                        List.of(),
                        List.of(),
                        List.of(new ConsoleReport.Typed("owner", 100, 20, 101, 140)),
                        new ConsoleReport.SignIns(30, 90, 200, 600, 4, 40, 0.75, 100, 5, 30),
                        Optional.of(new ConsoleReport.Browser("Chrome/1", List.of(SEEN))),
                        heap);

        report.print(
                new Terminal(new PrintWriter(out, true), new PrintWriter(out), 160, false, true));

        assertThat(heap.slopeMiBPerMillionRequests()).isEqualTo(2);
        assertThat(report.searchWithinBound()).isFalse();
        assertThat(out.toString())
                .contains("FAIL  p95 under 100 ms")
                .contains("bare Argon2id 40.0 a second: sign-ins are 0.75 of it")
                .contains("devices, slow line, first visit")
                .contains("live heap 20.0 MiB at the start, 24.0 at the end, 2.00 MiB a million");
    }

    @Test
    void refusesFewerDevicesThanItDoesJobsOn() {
        Trial trial = new Trial();

        int code = trial.run("bench", "console", "--devices=199");

        assertThat(code).isEqualTo(ExitCode.of(Fault.Kind.BAD_INPUT).number());
        assertThat(trial.err()).contains("--devices 199: want 200 to");
    }

    private static Read read(String out) {
        return Json.strict()
                .skipUnknownFields()
                .build()
                .read(Bytes.of(out.getBytes(StandardCharsets.UTF_8)), Read.class);
    }
}
