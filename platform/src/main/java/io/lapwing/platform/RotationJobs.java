package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.KeyRotation;
import io.lapwing.kms.Pace;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Jobs;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Principal;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// The rotation of the vault key as a job. It goes on after a restart.
final class RotationJobs {
    static final String KIND = "vault-key.rotate";

    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = System.getLogger(RotationJobs.class.getName());

    private final Platform platform;
    private final Jobs jobs;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile Optional<Counted> counted = Optional.empty();

    RotationJobs(Platform platform, Jobs jobs) {
        this.platform = platform;
        this.jobs = jobs;
    }

    private record Counted(long rows, Instant at) {}

    /// Rows whose keys are under an older version. A million rows take seconds to look at, so they are counted in the
    /// background, once a minute at most and only while somebody asks.
    Optional<Long> behind() {
        Instant old = Instant.now().minus(COUNT_EVERY);
        boolean fresh = counted.filter(count -> count.at().isAfter(old)).isPresent();
        if (!fresh && counting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("rotation-count").start(this::count);
        }
        return counted.map(Counted::rows);
    }

    private void count() {
        try {
            long rows =
                    platform.kms().rotation().behind().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            counted = Optional.of(new Counted(rows, Instant.now()));
        } catch (Fault fault) {
            LOG.log(Logger.Level.WARNING, "rows behind: {0}", fault.getMessage());
        } finally {
            counting.set(false);
        }
    }

    /// How a rotation that a restart cut off goes on.
    static Map<String, Function<Job, Work>> restartable(Platform platform) {
        return Map.of(
                KIND,
                job ->
                        control ->
                                rotated(
                                        platform,
                                        Actor.operator("rotation").by(job.startedBy()),
                                        control));
    }

    String rotate(Principal who) {
        running()
                .ifPresent(id -> {
                    throw new Fault(Fault.Kind.CONFLICT, "a rotation is under way: see job " + id);
                });
        Actor actor = KmsDeviceDesk.actor(who, Optional.empty());
        return jobs.start(
                        who,
                        KIND,
                        Optional.empty(),
                        "",
                        control -> rotated(platform, actor, control))
                .id();
    }

    private static String rotated(Platform platform, Actor actor, Work.Control control) {
        KeyRotation.Outcome outcome =
                KekRotateTask.rotate(
                        platform,
                        actor,
                        Pace.FULL,
                        state -> {
                            control.progress(state.done(), state.total());
                            return !control.isCancelled();
                        });
        return switch (outcome) {
            case KeyRotation.Outcome.Finished finished ->
                    "every key is under version %d, %,d rows wrapped again"
                            .formatted(finished.target(), finished.rewrapped());
            case KeyRotation.Outcome.Stopped stopped ->
                    "stopped at row %,d: start it again, it goes on"
                            .formatted(stopped.progress().done());
        };
    }

    /// The job that rotates, when one does.
    Optional<String> running() {
        return jobs.list(Principal.local("rotation"), Optional.empty(), Jobs.MAX_KEPT).stream()
                .map(Jobs.Seen::job)
                .filter(job -> job.kind().equals(KIND) && !job.state().isEnd())
                .map(Job::id)
                .findFirst();
    }
}
