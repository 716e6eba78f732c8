package io.lapwing.platform;

import io.lapwing.console.JobDesk;
import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.people.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Jobs for people.
final class PlatformJobDesk implements JobDesk {
    private final Jobs jobs;

    PlatformJobDesk(Jobs jobs) {
        this.jobs = jobs;
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
