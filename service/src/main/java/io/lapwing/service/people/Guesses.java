package io.lapwing.service.people;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Slows guessing down: whoever fails waits, twice as long each time.
///
/// Counted are the address, and the name. An address waits up to 15 minutes. A name waits 30 seconds at most, and not
/// for an address from which this name signed in before: so a stranger who guesses at an administrator's name does not
/// lock the administrator out. Once somebody has failed, his tries go one by one: many at once are no way round the wait.
final class Guesses {
    /// Failures without a wait, for fingers that slip.
    static final int FREE = 3;

    /// The same for a name, at which several people may slip.
    static final int FREE_FOR_NAME = 10;

    static final Duration LONGEST = Duration.ofMinutes(15);
    static final Duration LONGEST_FOR_NAME = Duration.ofSeconds(30);

    /// Failures of an address or at a name after which an alarm is raised, once until they are forgotten.
    static final int ALARMING = 10;

    /// Tries under way at once, while there is no failure to wait for: an office signs in behind one address.
    static final int AT_ONCE = 64;

    static final int AT_ONCE_FOR_NAME = 4;

    private static final Duration ONE_BY_ONE = Duration.ofSeconds(1);

    /// How many addresses and names are remembered; the ones that were quiet longest are forgotten.
    static final int MAX_ENTRIES = 20_000;

    /// After this time without a failure all is forgotten.
    private static final Duration MEMORY = Duration.ofHours(1);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Failures> failures = bounded();
    private final Map<String, Boolean> known = bounded();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final BiConsumer<String, Caller> alarm;

    /// @param alarm told of a name, or of none, and an address at which somebody guesses
    Guesses(InstantSource clock, BiConsumer<String, Caller> alarm) {
        this.clock = clock;
        this.alarm = alarm;
    }

    /// One try, until it is closed.
    final class Turn implements AutoCloseable {
        private final Optional<Duration> wait;
        private final List<String> keys;

        private Turn(Optional<Duration> wait, List<String> keys) {
            this.wait = wait;
            this.keys = keys;
        }

        /// How long this one has to wait before the next try; empty when he may try now.
        Optional<Duration> mustWait() {
            return wait;
        }

        @Override
        public void close() {
            if (wait.isEmpty()) {
                end(keys);
            }
        }
    }

    /// Takes a turn to try.
    ///
    /// @param name empty where the proof names nobody
    Turn turn(String name, Caller caller) {
        lock.lock();
        try {
            Optional<Duration> wait =
                    wait(name, caller).or(() -> crowd(name, caller).map(_ -> ONE_BY_ONE));
            List<String> keys = List.of(address(caller), name(name));
            if (wait.isEmpty()) {
                keys.forEach(key -> underWay.merge(key, 1, Integer::sum));
            }
            return new Turn(wait, keys);
        } finally {
            lock.unlock();
        }
    }

    private void end(List<String> keys) {
        lock.lock();
        try {
            keys.forEach(key ->
                    underWay.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null));
        } finally {
            lock.unlock();
        }
    }

    /// The key at which as many try already as may.
    private Optional<String> crowd(String name, Caller caller) {
        if (underWay.getOrDefault(address(caller), 0) >= most(address(caller), FREE, AT_ONCE)) {
            return Optional.of(address(caller));
        }
        boolean free = name.isEmpty() || known.containsKey(pair(name, caller));
        return free
                        || underWay.getOrDefault(name(name), 0)
                                < most(name(name), FREE_FOR_NAME, AT_ONCE_FOR_NAME)
                ? Optional.empty()
                : Optional.of(name(name));
    }

    private int most(String key, int freeFailures, int atOnce) {
        Failures seen = failures.get(key);
        return seen != null && seen.count() >= freeFailures ? 1 : atOnce;
    }

    private static final Failures NONE = new Failures(0, Instant.EPOCH);

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
        boolean alarming;
        lock.lock();
        try {
            alarming = count(address(caller)) == ALARMING;
            if (!name.isEmpty()) {
                alarming |= count(name(name)) == ALARMING;
                int _ = count(pair(name, caller));
            }
        } finally {
            lock.unlock();
        }
        if (alarming) {
            alarm.accept(name, caller);
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

    private int count(String key) {
        Instant now = clock.instant();
        Failures seen = failures.getOrDefault(key, NONE);
        boolean forgotten = seen.last().plus(MEMORY).isBefore(now);
        Failures next = new Failures(forgotten ? 1 : seen.count() + 1, now);
        failures.put(key, next);
        return next.count();
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
