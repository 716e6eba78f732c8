package io.lapwing.platform;

import io.lapwing.console.JobDesk;
import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Jobs for people.
final class PlatformJobDesk implements JobDesk {
    private final Jobs jobs;
    private final Path imports;

    PlatformJobDesk(Platform platform) {
        jobs = platform.messengers().jobs();
        imports = ImportFiles.folder(platform.folder());
    }

    @Override
    public Page<JobView> page(Principal who, Optional<String> after, int limit) {
        List<Jobs.Seen> found = jobs.list(who, after, limit + 1);
        return Page.of(found, limit, seen -> seen.job().id(), seen -> view(seen.job()));
    }

    @Override
    public Versioned<JobView> find(Principal who, String id) {
        return view(jobs.find(who, id));
    }

    @Override
    public Versioned<JobView> cancel(Principal who, String id) {
        return view(jobs.cancel(who, id));
    }

    @Override
    public InputStream refused(Principal who, String id) {
        Job job = jobs.find(who, id).job();
        Optional<Path> list =
                job.kind().equals(DeviceJobs.IMPORT)
                        ? ImportFiles.refused(imports, job.argument())
                        : Optional.empty();
        try {
            return Files.newInputStream(
                    list.orElseThrow(() ->
                            new Fault(
                                    Fault.Kind.NOT_FOUND,
                                    "job " + id + " has no list of refused rows")));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the list of refused rows cannot be read", e);
        }
    }

    private static Versioned<JobView> view(Jobs.Seen seen) {
        return new Versioned<>(seen.version(), view(seen.job()));
    }

    private static JobView view(Job job) {
        return new JobView(
                job.id(),
                job.kind(),
                job.state().word(),
                job.startedBy(),
                job.startedAt().orElse(job.askedAt()).toString(),
                job.endedAt().map(Instant::toString),
                job.done(),
                job.failed(),
                job.total(),
                job.failures().stream()
                        .map(failure -> new Failure(failure.object(), failure.why()))
                        .toList(),
                job.result());
    }
}
