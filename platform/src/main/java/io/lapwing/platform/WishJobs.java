package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Wish;
import io.lapwing.service.people.Wishes;
import java.lang.System.Logger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Does what two people want, once, as jobs.
///
/// A wish goes from approved to taken by one job, in one compare-and-set, and to its end after that job's. Whenever the
/// process ends between two of these, the next start goes on: a job goes on by itself, a wish without one gets one, and
/// one whose job has ended gets its end.
final class WishJobs {
    /// What kinds of these jobs begin with.
    static final String PREFIX = "approval.";

    private static final Logger LOG = System.getLogger(WishJobs.class.getName());
    private static final Principal SYSTEM = Principal.local("approvals");

    private final Wishes wishes;
    private final WishKinds kinds;

    /// Jobs of this process by their wishes.
    private final Map<String, String> begun = new HashMap<>();

    WishJobs(Wishes wishes, WishKinds kinds) {
        this.wishes = wishes;
        this.kinds = kinds;
    }

    /// How jobs that a restart cut off go on.
    Map<String, Function<Job, Work>> restartable() {
        return kinds.all().stream()
                .filter(WishKind::isWork)
                .collect(
                        Collectors.toMap(
                                kind -> PREFIX + kind.view().word(),
                                kind -> job -> work(kind, job.argument())));
    }

    private Work work(WishKind kind, String id) {
        return control -> {
            Wish wish = wishes.take(id, control.job());
            return kind.carryOut(run(wish), control);
        };
    }

    /// A wish with its people as they are now.
    WishRun run(Wish wish) {
        return new WishRun(
                wish,
                WishArgument.read(wish.asked().argument()),
                wishes.asker(wish),
                wishes.approver(wish));
    }

    /// Begins to look after the wishes, and goes on with those that an earlier process left.
    void attach(Jobs jobs) {
        Runnable _ = jobs.listen(job -> told(jobs, job));
        recover(jobs);
    }

    private void told(Jobs jobs, Job job) {
        if (job.kind().startsWith(PREFIX) && job.state().isEnd()) {
            try {
                settle(job);
                recover(jobs);
            } catch (Fault fault) {
                LOG.log(
                        Logger.Level.WARNING,
                        "approval {0}: {1}",
                        job.argument(),
                        fault.getMessage());
            }
        }
    }

    private synchronized void settle(Job job) {
        begun.remove(job.argument());
        wishes.seen(job.argument())
                .filter(wish ->
                        wish.state() == Wish.State.APPROVED
                                || wish.job().equals(Optional.of(job.id())))
                .filter(wish ->
                        wish.state() == Wish.State.APPROVED || wish.state() == Wish.State.TAKEN)
                .ifPresent(wish ->
                        wishes.finish(
                                wish.id(),
                                job.state() == Job.State.DONE,
                                job.result().orElse(job.state().word())));
    }

    private synchronized void recover(Jobs jobs) {
        wishes.in(Wish.State.TAKEN).stream()
                .filter(wish -> !begun.containsKey(wish.id()))
                .forEach(wish -> each(wish, () -> recoverTaken(jobs, wish)));
        wishes.in(Wish.State.APPROVED).stream()
                .filter(wish -> kinds.of(wish.asked().step()).isWork())
                .filter(wish -> queued(jobs, wish).isEmpty())
                .forEach(wish -> each(wish, () -> begin(jobs, wish)));
    }

    private void recoverTaken(Jobs jobs, Wish wish) {
        Job job = jobs.find(SYSTEM, wish.job().orElseThrow()).job();
        if (job.state().isEnd()) {
            settle(job);
        }
    }

    /// One that cannot be helped now keeps no other from it.
    private static void each(Wish wish, Runnable step) {
        try {
            step.run();
        } catch (Fault fault) {
            LOG.log(Logger.Level.WARNING, "approval {0}: {1}", wish.id(), fault.getMessage());
        }
    }

    /// The job that waits for its turn to take a wish.
    private static Optional<Job> queued(Jobs jobs, Wish wish) {
        return jobs.list(SYSTEM, Optional.empty(), Jobs.MAX_KEPT).stream()
                .map(Jobs.Seen::job)
                .filter(job -> job.kind().equals(PREFIX + wish.asked().step()))
                .filter(job -> job.argument().equals(wish.id()) && !job.state().isEnd())
                .findFirst();
    }

    /// Begins to do an approved wish, if that is a job's work.
    ///
    /// @return the job
    synchronized Optional<String> begin(Jobs jobs, Wish wish) {
        WishKind kind = kinds.of(wish.asked().step());
        boolean begins =
                wishes.seen(wish.id())
                        .filter(now -> now.state() == Wish.State.APPROVED)
                        .isPresent();
        if (!begins || !kind.isWork()) {
            return Optional.empty();
        }
        return Optional.of(begun.computeIfAbsent(wish.id(), id -> start(jobs, kind, wish)));
    }

    /// Waits until one of these jobs has ended, and its wish with it.
    void await(Jobs jobs, String id) {
        CountDownLatch ended = new CountDownLatch(1);
        Runnable silence =
                jobs.listen(job -> {
                    if (job.id().equals(id) && job.state().isEnd()) {
                        ended.countDown();
                    }
                });
        try {
            if (!jobs.find(SYSTEM, id).job().state().isEnd()) {
                ended.await();
            }
            settle(jobs.find(SYSTEM, id).job());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "job " + id + " goes on: see admin job", e);
        } finally {
            silence.run();
        }
    }

    private String start(Jobs jobs, WishKind kind, Wish wish) {
        try {
            return jobs.start(
                            wishes.asker(wish),
                            PREFIX + kind.view().word(),
                            wish.asked().target().owner(),
                            wish.id(),
                            work(kind, wish.id()))
                    .id();
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.CONFLICT) {
                wishes.finish(wish.id(), false, fault.getMessage());
            }
            throw fault;
        }
    }
}
