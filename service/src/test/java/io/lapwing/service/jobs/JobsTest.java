package io.lapwing.service.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import io.lapwing.service.events.EventBed;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Jobs over a real store.
class JobsTest {
    private static final Principal OPERATOR = Principal.local("root");

    private final EventBed bed = new EventBed();
    private Jobs jobs = open();

    private Jobs open() {
        return Jobs.open(bed.store(), InstantSource.system(), Map.of());
    }

    @AfterEach
    void close() {
        jobs.close();
        bed.close();
    }

    private Job start(Work work) {
        return jobs.start(OPERATOR, "device.suspend", Optional.empty(), "", work);
    }

    private Job found(Job job) {
        return jobs.find(OPERATOR, job.id()).job();
    }

    @Test
    void remembersHowAJobEnded() throws Exception {
        Job job =
                start(control -> {
                    control.progress(2, 2);
                    control.failed("70B3D57ED0000001", "is retired");
                    return "one of two";
                });

        jobs.awaitAll();

        Job ended = found(job);
        assertThat(ended.state()).isEqualTo(Job.State.DONE);
        assertThat(ended.done()).isEqualTo(2);
        assertThat(ended.total()).contains(2L);
        assertThat(ended.failed()).isEqualTo(1);
        assertThat(ended.failures())
                .containsExactly(new Job.Failure("70B3D57ED0000001", "is retired"));
        assertThat(ended.result()).contains("one of two");
    }

    @Test
    void saysInTheAuditLogWhoStartedItAndHowItEnded() throws Exception {
        Job job = start(_ -> "done");
        jobs.awaitAll();

        var records =
                bed.store().audit().read(0, 100).stream()
                        .map(record -> record.event())
                        .filter(event -> event.object().equals(job.id()))
                        .toList();

        assertThat(records.getFirst().actor()).isEqualTo("operator:root");
        assertThat(records.getFirst().action()).isEqualTo("job.start");
        assertThat(records.getLast().action()).isEqualTo("job.end");
        assertThat(records.getLast().outcome()).isEqualTo("done");
    }

    @Test
    void keepsTheProblemOfAJobThatFailed() throws Exception {
        Job job =
                start(_ -> {
                    throw new Fault(Fault.Kind.UNAVAILABLE, "the vault is away");
                });

        jobs.awaitAll();

        assertThat(found(job).state()).isEqualTo(Job.State.FAILED);
        assertThat(found(job).result()).contains("the vault is away");
    }

    @Test
    void stopsACancelledJobAfterThePieceItIsAt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Job job =
                start(control -> {
                    begun.countDown();
                    await(told);
                    return control.isCancelled() ? "stopped" : "went on";
                });
        await(begun);

        jobs.cancel(OPERATOR, job.id());
        told.countDown();
        jobs.awaitAll();

        assertThat(found(job).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(found(job).result()).contains("stopped");
    }

    @Test
    void runsNoMoreAtOnceThanItsBound() throws Exception {
        CountDownLatch begun = new CountDownLatch(Jobs.MAX_RUNNING);
        CountDownLatch end = new CountDownLatch(1);
        Work work =
                _ -> {
                    begun.countDown();
                    await(end);
                    return "done";
                };
        List<Job> all = new ArrayList<>();
        for (int i = 0; i < Jobs.MAX_RUNNING + 2; i++) {
            all.add(start(work));
        }
        await(begun);

        long running = jobs.count(Job.State.RUNNING);
        long queued = jobs.count(Job.State.QUEUED);
        end.countDown();
        jobs.awaitAll();

        assertThat(running).isEqualTo(Jobs.MAX_RUNNING);
        assertThat(queued).isEqualTo(2);
        assertThat(all).allMatch(job -> found(job).state() == Job.State.DONE);
    }

    @Test
    void callsAJobInterruptedThatARestartCutShort() {
        Job job = untilClosed("device.suspend");
        bed.reopen();

        jobs = open();

        assertThat(found(job).state()).isEqualTo(Job.State.INTERRUPTED);
    }

    @Test
    void goesOnWithARestartableJob() throws Exception {
        Job job = untilClosed("device.import");
        bed.reopen();

        jobs =
                Jobs.open(
                        bed.store(),
                        InstantSource.system(),
                        Map.of("device.import", left -> _ -> "went on with " + left.argument()));
        jobs.awaitAll();

        assertThat(found(job).state()).isEqualTo(Job.State.DONE);
        assertThat(found(job).result()).contains("went on with file-1");
    }

    /// A job that ends only since its process does.
    private Job untilClosed(String kind) {
        CountDownLatch begun = new CountDownLatch(1);
        Job job =
                jobs.start(
                        OPERATOR,
                        kind,
                        Optional.empty(),
                        "file-1",
                        control -> {
                            begun.countDown();
                            while (!control.isCancelled()) {
                                Thread.onSpinWait();
                            }
                            return "cut short";
                        });
        await(begun);
        jobs.close();
        return job;
    }

    @Test
    void hidesJobsOfOthers() throws Exception {
        Job platforms = start(_ -> "done");
        Job others = jobs.start(OPERATOR, "device.suspend", Optional.of("other"), "", _ -> "done");
        Job own = jobs.start(OPERATOR, "device.suspend", Optional.of("acme"), "", _ -> "done");
        jobs.awaitAll();
        Principal anna =
                new Principal(
                        "anna",
                        Principal.Kind.USER,
                        List.of(new Grant(Role.OWNER, Scope.ofOwner("acme"))));

        List<Jobs.Seen> seen = jobs.list(anna, Optional.empty(), 10);

        assertThat(seen).extracting(each -> each.job().id()).containsExactly(own.id());
        for (Job hidden : List.of(platforms, others)) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> jobs.find(anna, hidden.id()))
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND));
        }
    }

    @Test
    void tellsListenersOfProgress() throws Exception {
        List<Long> steps = new CopyOnWriteArrayList<>();
        Runnable end = jobs.listen(job -> steps.add(job.done()));
        start(control -> {
            control.progress(1, 3);
            control.progress(3, 3);
            return "done";
        });

        jobs.awaitAll();
        end.run();

        assertThat(steps).containsSubsequence(0L, 1L, 3L);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
