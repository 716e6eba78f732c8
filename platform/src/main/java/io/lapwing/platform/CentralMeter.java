package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Metrics;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// The metrics of a Central Entity. What it counts since its start goes on here over a start anew.
final class CentralMeter {
    private static final String TRANSLATIONS = "lapwing_trust_translations_total";
    private static final String REFUSALS = "lapwing_trust_refusals_total";
    private static final String MESSAGES = "lapwing_trust_messages_total";

    /// What [CentralStatus] counts beside the words of [Refusal].
    private static final String IGNORED = "ignored";

    private final CentralHost host;
    private final Follower translations;
    private final Map<String, Follower> refusals = new HashMap<>();
    private final Map<Follower, ToLongFunction<CentralHost>> messages = new HashMap<>();

    private CentralMeter(Metrics metrics, CentralHost host) {
        this.host = host;
        translations =
                new Follower(metrics.counter(TRANSLATIONS, "Keys translated or made", Map.of()));
        for (Refusal refusal : Refusal.values()) {
            refusal(metrics, refusal.word());
        }
        refusal(metrics, IGNORED);
        message(metrics, "received", counted -> counted.counts().received());
        message(metrics, "delivered", counted -> counted.counts().delivered());
        message(metrics, "lost", counted -> counted.counts().lost());
        message(metrics, "crowded-out", CentralHost::crowdedOut);
        message(metrics, "put-off", CentralHost::putOff);
    }

    static CentralMeter in(Metrics metrics, CentralHost host) {
        metrics.gauge(
                "lapwing_trust_nodes",
                "Nodes on the list of who is trusted",
                Map.of(),
                () -> ofStatus(host, status -> status.list().nodes().size()));
        metrics.gauge(
                "lapwing_trust_list_epoch",
                "Epoch of the list of who is trusted",
                Map.of(),
                () -> ofStatus(host, status -> status.list().epoch().value()));
        part(metrics, "radio", () -> host.radioProblem().isEmpty());
        part(metrics, "keys", () -> host.problem().isEmpty());
        return new CentralMeter(metrics, host);
    }

    private static double ofStatus(CentralHost host, ToLongFunction<CentralStatus> number) {
        try {
            return number.applyAsLong(host.status());
        } catch (Fault _) {
            return Double.NaN;
        }
    }

    private static void part(
            Metrics metrics, String part, java.util.function.BooleanSupplier works) {
        metrics.gauge(
                "lapwing_trust_up",
                "Whether a part of the Central Entity works: 1 or 0",
                Map.of("part", part),
                () -> works.getAsBoolean() ? 1 : 0);
    }

    private void refusal(Metrics metrics, String word) {
        refusals.put(
                word,
                new Follower(
                        metrics.counter(
                                REFUSALS,
                                "Messages from the air that were refused",
                                Map.of("why", word))));
    }

    private void message(Metrics metrics, String result, ToLongFunction<CentralHost> number) {
        messages.put(
                new Follower(
                        metrics.counter(
                                MESSAGES,
                                "Messages between the Central Entity and its radio",
                                Map.of("result", result))),
                number);
    }

    /// Takes over what was counted meanwhile.
    synchronized void follow() {
        messages.forEach((follower, number) -> follower.to(number.applyAsLong(host)));
        try {
            CentralStatus status = host.status();
            translations.to(status.translations());
            refusals.forEach(
                    (word, follower) -> follower.to(status.refusals().getOrDefault(word, 0L)));
        } catch (Fault _) {
            // They are taken over when it works again.
        }
    }

    /// A counter that goes up with a number, which may begin at zero again.
    private static final class Follower {
        private final Metrics.Counter counter;
        private long seen;

        Follower(Metrics.Counter counter) {
            this.counter = counter;
        }

        void to(long number) {
            for (long i = number < seen ? 0 : seen; i < number; i++) {
                counter.increment();
            }
            seen = number;
        }
    }
}
