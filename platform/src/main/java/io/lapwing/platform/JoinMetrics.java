package io.lapwing.platform;

import io.lapwing.joinserver.JoinEvents;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the Join Server answers.
final class JoinMetrics implements JoinEvents {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    private JoinMetrics() {}

    static JoinMetrics start() {
        return new JoinMetrics();
    }

    @Override
    public void answered(String messageType, String code, long nanos) {
        count(messageType + " " + code);
    }

    @Override
    public void unreadable(String reason) {
        count("unreadable " + reason);
    }

    @Override
    public void undelivered() {
        count("undelivered");
    }

    private void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    /// How often each thing happened since the start.
    Map<String, Long> counts() {
        Map<String, Long> now = new TreeMap<>();
        counts.forEach((what, count) -> now.put(what, count.sum()));
        return now;
    }
}
