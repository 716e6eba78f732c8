package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchJoinsTest {
    /// What a script reads of the result.
    private record Read(
            double joinsPerSecond,
            double httpCeilingPerSecond,
            double ratioToHttpCeiling,
            double fsyncPerSecond,
            double p50Ms,
            double p99Ms,
            double cpuMicrosPerJoin,
            double heapMiB,
            long joins,
            long checked,
            long auditRecords) {}

    @TempDir Path folder;

    @Test
    void measuresJoinsThatDevicesTakeAndTheAuditLogHolds() {
        Trial trial = new Trial();

        int code =
                trial.run(
                        "bench",
                        "joins",
                        "--devices=50",
                        "--connections=2",
                        "--seconds=1",
                        "--warm-up=0",
                        "--load=0.5",
                        "--json",
                        "--quiet",
                        "--folder=" + folder);

        assertThat(trial.err()).isEmpty();
        assertThat(code).isZero();
        Read read = read(trial.out());
        assertThat(read.joinsPerSecond()).isPositive();
        assertThat(read.httpCeilingPerSecond()).isPositive();
        assertThat(read.ratioToHttpCeiling()).isPositive();
        assertThat(read.fsyncPerSecond()).isPositive();
        assertThat(read.p50Ms()).isPositive();
        assertThat(read.p99Ms()).isGreaterThanOrEqualTo(read.p50Ms());
        assertThat(read.cpuMicrosPerJoin()).isPositive();
        assertThat(read.heapMiB()).isPositive();
        assertThat(read.checked()).isPositive();
        assertThat(read.auditRecords()).isGreaterThanOrEqualTo(read.joins());
    }

    @Test
    void leavesNothingBehind() throws Exception {
        new Trial()
                .run(
                        "bench",
                        "joins",
                        "--devices=2",
                        "--connections=1",
                        "--seconds=1",
                        "--warm-up=0",
                        "--folder=" + folder);

        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void refusesFewerDevicesThanConnections() {
        Trial trial = new Trial();

        int code = trial.run("bench", "joins", "--devices=1", "--connections=2");

        assertThat(code).isEqualTo(ExitCode.of(Fault.Kind.BAD_INPUT).number());
        assertThat(trial.err()).contains("--devices 1: want 2 to");
    }

    private static Read read(String out) {
        return Json.strict()
                .skipUnknownFields()
                .build()
                .read(Bytes.of(out.getBytes(StandardCharsets.UTF_8)), Read.class);
    }
}
