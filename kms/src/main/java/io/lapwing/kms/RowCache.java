package io.lapwing.kms;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Rows read lately, absent ones too. An entry is at most one second old, so that a change made by another process
/// holds here a second later; a change made here holds at once.
///
/// @param <V> what a row decodes to
final class RowCache<V> {
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_ENTRIES = 10_000;

    private record Entry<V>(Optional<V> value, long readAtNanos) {}

    private final ConcurrentHashMap<String, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Function<String, Optional<V>> read;
    private final LongSupplier nanos;

    RowCache(Function<String, Optional<V>> read, LongSupplier nanos) {
        this.read = read;
        this.nanos = nanos;
    }

    Optional<V> get(String key) {
        long now = nanos.getAsLong();
        Entry<V> entry = entries.get(key);
        if (entry != null && now - entry.readAtNanos < MAX_AGE_NANOS) {
            return entry.value;
        }
        Optional<V> value = read.apply(key);
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
        entries.put(key, new Entry<>(value, now));
        return value;
    }

    void forget(String key) {
        entries.remove(key);
    }

    void forget() {
        entries.clear();
    }
}
