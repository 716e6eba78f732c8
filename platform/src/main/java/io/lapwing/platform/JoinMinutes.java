package io.lapwing.platform;

import io.lapwing.console.OverviewDesk;
import io.lapwing.joinserver.JoinEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Joins and rejoins of the last hour by minute, for a picture: counted on the way, kept in memory only.
final class JoinMinutes {
    static final int MINUTES = 60;

    private static final int ACCEPTED = 0;
    private static final int REFUSED = 1;

    private final InstantSource clock;
    private final AtomicReferenceArray<Minute> ring = new AtomicReferenceArray<>(MINUTES);

    JoinMinutes(InstantSource clock) {
        this.clock = clock;
    }

    private record Minute(long number, AtomicLongArray counts) {
        Minute(long number) {
            this(number, new AtomicLongArray(2));
        }
    }

    /// Counts, and tells the same to the next.
    JoinEvents before(JoinEvents next) {
        return new JoinEvents() {
            @Override
            public void answered(String messageType, String code, long nanos) {
                count(messageType, code);
                next.answered(messageType, code, nanos);
            }

            @Override
            public void unreadable(String reason) {
                next.unreadable(reason);
            }

            @Override
            public void undelivered() {
                next.undelivered();
            }
        };
    }

    private void count(String messageType, String code) {
        if (messageType.equals("JoinReq") || messageType.equals("RejoinReq")) {
            current().counts().incrementAndGet(code.equals("Success") ? ACCEPTED : REFUSED);
        }
    }

    private Minute current() {
        long number = now();
        int slot = (int) (number % MINUTES);
        Minute there = ring.get(slot);
        while (there == null || there.number() < number) {
            ring.compareAndSet(slot, there, new Minute(number));
            there = ring.get(slot);
        }
        return there;
    }

    private long now() {
        return clock.instant().getEpochSecond() / 60;
    }

    /// The last hour, oldest minute first, the one under way last.
    List<OverviewDesk.Minute> lastHour() {
        List<OverviewDesk.Minute> hour = new ArrayList<>();
        long last = now();
        for (long number = last - MINUTES + 1; number <= last; number++) {
            Minute there = ring.get((int) (number % MINUTES));
            boolean known = there != null && there.number() == number;
            hour.add(
                    new OverviewDesk.Minute(
                            Instant.ofEpochSecond(number * 60).toString(),
                            known ? there.counts().get(ACCEPTED) : 0,
                            known ? there.counts().get(REFUSED) : 0));
        }
        return hour;
    }
}
