package io.lapwing.platform;

import io.lapwing.console.JobDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.people.Principal;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Waits for a job, and shows how far it is meanwhile.
final class JobWait {
    private static final long LOOK_EVERY_MS = 500;

    private final Jobs jobs;
    private final JobDesk desk;
    private final Principal who;
    private final Terminal terminal;

    JobWait(Platform platform, Principal who, Terminal terminal) {
        jobs = platform.messengers().jobs();
        desk = new PlatformJobDesk(platform);
        this.who = who;
        this.terminal = terminal;
    }

    /// Starts a job, and returns when it has ended. A caller that goes away does not end the job.
    ///
    /// @param start gives the job's identifier
    JobDesk.JobView untilEnd(Supplier<String> start) {
        Semaphore told = new Semaphore(0);
        Runnable deaf = jobs.listen(_ -> told.release());
        try {
            String id = start.get();
            Job job = jobs.find(who, id).job();
            try (Progress progress = terminal.progress("pieces", job.total().orElse(0L))) {
                while (!job.state().isEnd()) {
                    boolean _ = told.tryAcquire(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                    job = jobs.find(who, id).job();
                    progress.at(job.done());
                }
            }
            return desk.find(who, id).value();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted: see lapwing admin job list", e);
        } finally {
            deaf.run();
        }
    }
}
