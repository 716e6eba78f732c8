package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Verification;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Principal;
import java.util.Optional;

/// The verification of the whole audit log as a job.
final class AuditJobs {
    private final Platform platform;
    private final Jobs jobs;

    AuditJobs(Platform platform, Jobs jobs) {
        this.platform = platform;
        this.jobs = jobs;
    }

    String verify(Principal who) {
        return jobs.start(who, "audit.verify", Optional.empty(), "", this::verified).id();
    }

    private String verified(Work.Control control) {
        long records = platform.store().audit().head().size();
        return switch (AuditCheck.of(platform, done -> control.progress(done, records))) {
            case Verification.Intact(AuditLog.Head head, long checkpoints) ->
                    "intact: %,d records, %,d signed heads".formatted(head.size(), checkpoints);
            case Verification.Broken(long first, long _, String why) ->
                    throw new Fault(
                            Fault.Kind.TAMPERED, "broken from record " + first + " on: " + why);
        };
    }
}
