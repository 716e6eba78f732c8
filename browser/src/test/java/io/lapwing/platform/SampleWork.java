package io.lapwing.platform;

import io.lapwing.console.JobDesk;
import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Jobs that run, are done and failed.
final class SampleWork implements JobDesk {
    static final String RUNNING = "job-3";

    private static final List<JobView> JOBS =
            List.of(
                    job(RUNNING, "vault-key.rotate", "running", 412_000, 0, Optional.empty()),
                    job("job-2", "device.import", "done", 998_000, 2, Optional.of("2 refused")),
                    job("job-1", "device.suspend", "failed", 12, 12, Optional.of("store away")));

    private static JobView job(
            String id, String work, String state, long done, long failed, Optional<String> result) {
        boolean ended = !state.equals("running");
        return new JobView(
                id,
                work,
                state,
                "user:anna",
                "2026-11-21T08:00:00Z",
                ended ? Optional.of("2026-11-21T08:04:00Z") : Optional.empty(),
                done,
                failed,
                Optional.of(Math.max(done, 1_000_000L)),
                failed > 0
                        ? List.of(new Failure("line 17", "DevEUI " + SampleDevices.HOSTILE))
                        : List.of(),
                result);
    }

    @Override
    public Page<JobView> page(Principal who, Optional<String> after, int limit) {
        who.require(Permission.JOB_READ);
        return new Page<>(JOBS, Optional.empty());
    }

    @Override
    public Versioned<JobView> find(Principal who, String id) {
        return JOBS.stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .map(job -> new Versioned<>(1, job))
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no job " + id));
    }

    @Override
    public InputStream refused(Principal who, String id) {
        return new ByteArrayInputStream(
                "line,device,reason\n17,0000000000000000,no JWE\n"
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Versioned<JobView> cancel(Principal who, String id) {
        return find(who, id);
    }
}
