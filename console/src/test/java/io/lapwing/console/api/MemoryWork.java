package io.lapwing.console.api;

import io.lapwing.console.EventDesk;
import io.lapwing.console.JobDesk;
import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs and events in memory; an event's detail `owner` says whose business it is.
final class MemoryWork implements JobDesk, EventDesk {
    private static final String AT = "2026-01-01T00:00:00Z";

    private final List<JobView> jobs = new ArrayList<>();
    private final List<EventView> events = new ArrayList<>();

    synchronized void clear() {
        jobs.clear();
        events.clear();
    }

    synchronized void job(String id, String startedBy) {
        jobs.add(
                new JobView(
                        id,
                        "device.suspend",
                        "running",
                        startedBy,
                        AT,
                        Optional.of(AT),
                        3,
                        1,
                        Optional.of(10L),
                        List.of(new Failure("0000000000000001", "no such device")),
                        Optional.of("so far, so good")));
    }

    synchronized void event(String type, String owner) {
        events.add(
                new EventView(
                        "main-" + events.size(),
                        events.size(),
                        AT,
                        type,
                        "peer:net",
                        "0000000000000001",
                        Map.of("owner", owner)));
        notifyAll();
    }

    @Override
    public synchronized Page<JobView> page(Principal who, Optional<String> after, int limit) {
        return new Page<>(
                jobs.stream().filter(job -> mine(who, job)).limit(limit).toList(),
                Optional.empty());
    }

    @Override
    public synchronized Versioned<JobView> find(Principal who, String id) {
        return jobs.stream()
                .filter(job -> job.id().equals(id) && mine(who, job))
                .findFirst()
                .map(job -> new Versioned<>(1, job))
                .orElseThrow(() -> Objects.unknown("job"));
    }

    private static boolean mine(Principal who, JobView job) {
        return job.startedBy().equals(who.toString())
                || who.may(Permission.JOB_READ, Target.PLATFORM);
    }

    @Override
    public InputStream refused(Principal who, String id) {
        JobView _ = find(who, id).value();
        return new ByteArrayInputStream("line,device,reason\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Versioned<JobView> cancel(Principal who, String id) {
        return find(who, id);
    }

    @Override
    public synchronized Batch after(Principal who, long index, int limit) {
        List<EventView> seen =
                events.stream()
                        .filter(event -> event.index() > index)
                        .filter(event ->
                                who.may(
                                        Permission.EVENTS_READ,
                                        Target.of(event.details().getOrDefault("owner", ""))))
                        .toList();
        return new Batch(seen, events.size() - 1L);
    }

    @Override
    public synchronized long newest() {
        return events.size() - 1L;
    }

    @Override
    public synchronized void await(long index, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (events.size() - 1L <= index && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }
}
