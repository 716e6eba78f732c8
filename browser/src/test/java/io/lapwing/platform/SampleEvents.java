package io.lapwing.platform;

import io.lapwing.console.EventDesk;
import io.lapwing.service.people.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A log to which something is added when a test says so.
final class SampleEvents implements EventDesk {
    private final AtomicLong newest = new AtomicLong();

    void happen() {
        newest.incrementAndGet();
    }

    @Override
    public Batch after(Principal who, long index, int limit) {
        return new Batch(List.of(), index);
    }

    @Override
    public long newest() {
        return newest.get();
    }

    @Override
    public void await(long index, Duration atMost) {
        // nothing happens
    }
}
