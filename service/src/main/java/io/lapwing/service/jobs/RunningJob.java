package io.lapwing.service.jobs;

import io.lapwing.crypto.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// One job while this process has it: the thread that works tells it, others read it.
final class RunningJob implements Work.Control {
    private final JobRows rows;
    private final Consumer<Job> told;
    private final long saveEveryNanos;
    private volatile boolean cancelled;
    private volatile Job job;
    private volatile long version;
    private long savedNanos = System.nanoTime();

    RunningJob(JobRows rows, Consumer<Job> told, Duration saveEvery, JobRows.Stored stored) {
        this.rows = rows;
        this.told = told;
        saveEveryNanos = saveEvery.toNanos();
        job = stored.job();
        version = stored.version();
    }

    Job now() {
        return job;
    }

    long version() {
        return version;
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public String job() {
        return job.id();
    }

    @Override
    public void progress(long done, long total) {
        job = job.at(done, total > 0 ? Optional.of(total) : Optional.empty());
        told.accept(job);
        long now = System.nanoTime();
        if (now - savedNanos >= saveEveryNanos) {
            savedNanos = now;
            save(job, "system:jobs", "job.progress");
        }
    }

    @Override
    public void failed(String object, String why) {
        job = job.withFailure(new Job.Failure(object, why));
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /// Saves it in its next state.
    ///
    /// @throws Fault as the store does
    void save(Job next, String actor, String action) {
        version = rows.save(next, version, actor, action).version();
        job = next;
        told.accept(next);
    }
}
