package io.lapwing.service.jobs;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Store;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Target;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/// Runs jobs on virtual threads, a bounded number at once, and remembers a bounded number of those that ended.
///
/// Where a job stands is a row, saved at its beginning, its end and at most every five seconds between. When the process
/// ends before the job does, the next one lets the job go on if its kind can, and calls it interrupted otherwise.
/// Safe for use by many threads.
public final class Jobs implements AutoCloseable {
    /// How many run at once; further ones wait.
    public static final int MAX_RUNNING = 4;

    /// How many may wait; further ones are refused.
    public static final int MAX_WAITING = 100;

    /// How many that ended are remembered.
    public static final int MAX_KEPT = 1_000;

    private static final Logger LOG = System.getLogger(Jobs.class.getName());
    private static final String SYSTEM = "system:jobs";
    private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

    private final JobRows rows;
    private final String instance;
    private final InstantSource clock;
    private final Map<String, Function<Job, Work>> restartable;
    private final Semaphore places = new Semaphore(MAX_RUNNING, true);
    private final ConcurrentMap<String, RunningJob> active = new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Consumer<Job>> listeners = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closing;

    private Jobs(Store store, InstantSource clock, Map<String, Function<Job, Work>> restartable) {
        rows = new JobRows(store, clock);
        instance = store.audit().name();
        this.clock = clock;
        this.restartable = Map.copyOf(restartable);
    }

    /// A job and the version of its row.
    public record Seen(Job job, long version) {}

    /// Opens them, and takes care of those that an earlier run of this instance left.
    ///
    /// @param restartable by kind of job: how it goes on after a restart
    public static Jobs open(
            Store store, InstantSource clock, Map<String, Function<Job, Work>> restartable) {
        Jobs jobs = new Jobs(store, clock, restartable);
        jobs.rows.all().stream()
                .filter(stored -> !stored.job().state().isEnd())
                .filter(stored -> stored.job().instance().equals(jobs.instance))
                .forEach(jobs::takeUp);
        return jobs;
    }

    private void takeUp(JobRows.Stored left) {
        Function<Job, Work> again = restartable.get(left.job().kind());
        if (again != null) {
            run(left, again.apply(left.job()));
            return;
        }
        Job ended =
                left.job()
                        .ended(
                                Job.State.INTERRUPTED,
                                clock.instant(),
                                Optional.of(
                                        "the process ended before it was done: start it again"));
        var _ = rows.save(ended, left.version(), SYSTEM, "job.end");
    }

    /// Starts a job, or puts it in the queue.
    ///
    /// @param owner the tenant within whose scope it works; empty: the platform
    /// @param argument what a restartable kind goes on with: never a secret
    /// @throws Fault `EXHAUSTED` while [#MAX_WAITING] wait
    public Job start(
            Principal who, String kind, Optional<String> owner, String argument, Work work) {
        if (active.size() >= MAX_RUNNING + MAX_WAITING) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    MAX_WAITING + " jobs wait already: try again when some have ended");
        }
        Instant now = clock.instant();
        Job job =
                new Job(
                        "%012x%08x".formatted(now.toEpochMilli(), random.nextInt()),
                        kind,
                        who.toString(),
                        owner,
                        instance,
                        argument,
                        Job.State.QUEUED,
                        0,
                        0,
                        Optional.empty(),
                        List.of(),
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        run(rows.save(job, 0, who.toString(), "job.start"), work);
        return job;
    }

    private void run(JobRows.Stored stored, Work work) {
        RunningJob running = new RunningJob(rows, this::tell, SAVE_EVERY, stored);
        active.put(stored.job().id(), running);
        Thread thread =
                Thread.ofVirtual()
                        .name("job-" + stored.job().id())
                        .unstarted(() -> runInPlace(running, work));
        threads.add(thread);
        thread.start();
    }

    private void runInPlace(RunningJob running, Work work) {
        try {
            places.acquire();
            try {
                if (!closing) {
                    finish(running, work);
                }
            } finally {
                places.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Fault fault) {
            LOG.log(
                    Logger.Level.WARNING,
                    "job {0}: its end could not be saved: {1}",
                    running.now().id(),
                    fault.getMessage());
        } finally {
            active.remove(running.now().id());
            threads.remove(Thread.currentThread());
        }
    }

    private void finish(RunningJob running, Work work) {
        Job.State end;
        String what;
        if (running.isCancelled()) {
            end = Job.State.CANCELLED;
            what = "cancelled before it began";
        } else {
            try {
                running.save(running.now().running(clock.instant()), SYSTEM, "job.run");
                what = work.run(running);
                end = running.isCancelled() ? Job.State.CANCELLED : Job.State.DONE;
            } catch (Fault fault) {
                end = Job.State.FAILED;
                what = fault.getMessage();
            } catch (RuntimeException e) {
                LOG.log(Logger.Level.ERROR, "job " + running.now().id(), e);
                end = Job.State.FAILED;
                what = "a defect of this program: see its log";
            }
        }
        if (closing && end != Job.State.DONE) {
            return;
        }
        running.save(
                running.now().ended(end, clock.instant(), Optional.of(what)), SYSTEM, "job.end");
        forgetOldest();
    }

    private void forgetOldest() {
        List<JobRows.Stored> ended =
                rows.all().stream().filter(stored -> stored.job().state().isEnd()).toList();
        ended.subList(0, Math.max(0, ended.size() - MAX_KEPT)).forEach(rows::forget);
    }

    /// Jobs that someone may see, newest first.
    ///
    /// @param before the identifier of the last job of the page before
    public List<Seen> list(Principal who, Optional<String> before, int limit) {
        List<JobRows.Stored> all = new ArrayList<>(rows.all());
        return all.reversed().stream()
                .filter(stored -> before.isEmpty() || stored.job().id().compareTo(before.get()) < 0)
                .filter(stored -> sees(who, stored.job()))
                .limit(limit)
                .map(this::newest)
                .toList();
    }

    /// One of them.
    ///
    /// @throws Fault `NOT_FOUND` for one that is not there, or not for him
    public Seen find(Principal who, String id) {
        return rows.find(id)
                .filter(stored -> sees(who, stored.job()))
                .map(this::newest)
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "there is no such job"));
    }

    /// As the row says it, or further on where this process runs it.
    private Seen newest(JobRows.Stored stored) {
        RunningJob running = active.get(stored.job().id());
        return running == null
                ? new Seen(stored.job(), stored.version())
                : new Seen(running.now(), running.version());
    }

    /// Everyone sees what he started; further, what is within his scopes.
    private static boolean sees(Principal who, Job job) {
        Target target = job.owner().map(Target::of).orElse(Target.PLATFORM);
        return job.startedBy().equals(who.toString()) || who.may(Permission.JOB_READ, target);
    }

    /// Asks a job to stop after the piece that it is at: what is done stays done. For who started it, and for operators of
    /// everything.
    ///
    /// @throws Fault `CONFLICT` when it has ended, or another process runs it
    public Seen cancel(Principal who, String id) {
        Seen seen = find(who, id);
        boolean all = who.scopes(Permission.DEVICE_CREATE).contains(Scope.EVERYTHING);
        if (!all && !seen.job().startedBy().equals(who.toString())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "only who started a job may cancel it, or an operator");
        }
        RunningJob running = active.get(id);
        if (running == null) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "job %s is %s: only one that runs here can be cancelled"
                            .formatted(id, seen.job().state().word()));
        }
        running.cancel();
        return new Seen(running.now(), running.version());
    }

    /// Calls back with each change and step of any job of this process, in the job's thread.
    ///
    /// @return ends it
    public Runnable listen(Consumer<Job> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell(Job job) {
        listeners.forEach(listener -> listener.accept(job));
    }

    /// How many this process has in a state, for a gauge.
    public long count(Job.State state) {
        return active.values().stream().filter(running -> running.now().state() == state).count();
    }

    /// Waits until no job of this process is left: for tests and for commands that wait.
    public void awaitAll() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// Stops them where they are; the next run takes them up.
    @Override
    public void close() {
        closing = true;
        active.values().forEach(RunningJob::cancel);
        try {
            awaitAll();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
