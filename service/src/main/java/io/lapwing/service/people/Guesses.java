package io.lapwing.service.people;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Slows guessing down: whoever fails waits, twice as long each time.
///
/// Counted are the address, and the name. An address waits up to 15 minutes. A name waits 30 seconds at most, and not
/// for an address from which this name signed in before: so a stranger who guesses at an administrator's name does not
/// lock the administrator out.
final class Guesses {
    /// Failures without a wait, for fingers that slip.
    static final int FREE = 3;

    /// The same for a name, at which several people may slip.
    static final int FREE_FOR_NAME = 10;

    static final Duration LONGEST = Duration.ofMinutes(15);
    static final Duration LONGEST_FOR_NAME = Duration.ofSeconds(30);

    /// How many addresses and names are remembered; the ones that were quiet longest are forgotten.
    static final int MAX_ENTRIES = 20_000;

    /// After this time without a failure all is forgotten.
    private static final Duration MEMORY = Duration.ofHours(1);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Failures> failures = bounded();
    private final Map<String, Boolean> known = bounded();

    Guesses(InstantSource clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {
        @Nullable Failures less(int forgiven) {
            return count > forgiven ? new Failures(count - forgiven, last) : null;
        }
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }

    /// How long this one has to wait before the next try; empty when he may try now.
    ///
    /// @param name empty where the proof names nobody
    Optional<Duration> wait(String name, Caller caller) {
        lock.lock();
        try {
            Duration byAddress = left(address(caller), FREE, LONGEST);
            Duration byName =
                    name.isEmpty() || known.containsKey(pair(name, caller))
                            ? Duration.ZERO
                            : left(name(name), FREE_FOR_NAME, LONGEST_FOR_NAME);
            Duration longer = byAddress.compareTo(byName) > 0 ? byAddress : byName;
            return longer.isZero() ? Optional.empty() : Optional.of(longer);
        } finally {
            lock.unlock();
        }
    }

    void failed(String name, Caller caller) {
        lock.lock();
        try {
            count(address(caller));
            if (!name.isEmpty()) {
                count(name(name));
                count(pair(name, caller));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgives what this name failed at this address, and no more: one's own sign-in does not buy guesses at others.
    void succeeded(String name, Caller caller) {
        lock.lock();
        try {
            Failures own = failures.remove(pair(name, caller));
            if (own != null) {
                failures.computeIfPresent(address(caller), (_, all) -> all.less(own.count()));
                failures.computeIfPresent(name(name), (_, all) -> all.less(own.count()));
            }
            known.put(pair(name, caller), true);
        } finally {
            lock.unlock();
        }
    }

    private void count(String key) {
        Instant now = clock.instant();
        failures.merge(
                key,
                new Failures(1, now),
                (old, _) ->
                        old.last().plus(MEMORY).isBefore(now)
                                ? new Failures(1, now)
                                : new Failures(old.count() + 1, now));
    }

    private Duration left(String key, int free, Duration longest) {
        Failures seen = failures.get(key);
        if (seen == null || seen.count() < free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(seen.count() - free, 20);
        Duration wanted = Duration.ofSeconds(1L << doublings);
        Duration capped = wanted.compareTo(longest) > 0 ? longest : wanted;
        Duration left = Duration.between(clock.instant(), seen.last().plus(capped));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static String address(Caller caller) {
        return "a " + caller.network();
    }

    private static String name(String name) {
        return "n " + name;
    }

    private static String pair(String name, Caller caller) {
        return name + " " + caller.network();
    }
}
