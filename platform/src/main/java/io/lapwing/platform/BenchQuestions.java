package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.DeviceCursor;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Lifecycle;
import io.lapwing.kms.NewDevice;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.Aim;
import io.lapwing.service.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToLongFunction;
import org.HdrHistogram.Histogram;

/// What is asked of a store with many devices, question by question.
///
/// Half the devices are `acme`'s. One in a thousand is suspended. One device, the busy one, has a join in the audit log for
/// each hundred devices that were made.
final class BenchQuestions {
    private static final Actor ACTOR = Actor.operator("bench");
    private static final int MAKERS = 64;
    private static final int SITES = 100;
    private static final int SUSPENDED = 1_000;
    private static final int PER_JOIN = 100;
    private static final int PAGE = 50;
    private static final Eui64 JOIN_EUI = Eui64.parse("70B3D57ED0000000");

    /// Devices are numbered from here.
    private static final long FIRST = 0x70B3D57EB0000000L;

    private final Store store;
    private final Kms kms;
    private final int devices;

    BenchQuestions(Store store, Kms kms, int devices) {
        this.store = store;
        this.kms = kms;
        this.devices = devices;
    }

    /// What came of one question.
    ///
    /// @param found devices or records in the last answer, or a count
    record Result(String question, long found, double p50Ms, double p95Ms, double p99Ms) {}

    private Eui64 devEui(int number) {
        return new Eui64(FIRST + number);
    }

    /// Makes the devices.
    ///
    /// @return how many a second
    double fill(Progress progress) {
        AtomicInteger next = new AtomicInteger();
        long startNanos = System.nanoTime();
        List<Integer> _ =
                BenchThreads.run(
                        MAKERS,
                        _ ->
                                () -> {
                                    int number = next.getAndIncrement();
                                    while (number < devices) {
                                        make(number);
                                        progress.at(number + 1L);
                                        number = next.getAndIncrement();
                                    }
                                    return number;
                                });
        return devices * 1e9 / (System.nanoTime() - startNanos);
    }

    private void make(int number) {
        Eui64 devEui = devEui(number);
        String labels = "fleet=bench;site=town-%d;serial=sn%07d".formatted(number % SITES, number);
        var _ =
                kms.devices()
                        .create(
                                ACTOR,
                                NewDevice.of(devEui, JOIN_EUI, MacVersion.V1_0_4)
                                        .withOwner(number % 2 == 0 ? "acme" : "bolt")
                                        .withLabels(Labels.parse(labels)));
        if (number % SUSPENDED == 0) {
            var _ = kms.devices().suspend(ACTOR, devEui, "bench");
        }
        if (number % PER_JOIN == 0) {
            long _ =
                    store.record(
                            new AuditEvent(
                                    Instant.now(),
                                    "peer:bench",
                                    "join.accept",
                                    devEui(0).toString(),
                                    "done",
                                    new TreeMap<>()));
        }
    }

    /// Asks each question again and again for a time.
    List<Result> run(Duration time) {
        Map<String, IntToLongFunction> questions = new LinkedHashMap<>();
        lists(questions);
        typed(questions);
        questions.put(
                "counts by state",
                _ -> {
                    long all = 0;
                    for (Lifecycle state : Lifecycle.values()) {
                        all += kms.search().count(state);
                    }
                    return all;
                });
        questions.put("audit trail of any device", turn -> trail(devEui(number(turn))));
        questions.put("audit trail of the busy device", _ -> trail(devEui(0)));
        questions.put(
                "steps in the life of the busy device",
                _ ->
                        store.audit()
                                .newest(
                                        new Aim(devEui(0).toString(), Optional.of("device")),
                                        Long.MAX_VALUE,
                                        PAGE)
                                .records()
                                .size());
        List<Result> results = new ArrayList<>();
        questions.forEach((name, question) -> results.add(ask(name, question, time)));
        return results;
    }

    private void lists(Map<String, IntToLongFunction> questions) {
        DeviceQuery all = DeviceQuery.ALL;
        questions.put("first page", _ -> page(all));
        questions.put(
                "page in the middle",
                turn ->
                        kms.search()
                                .page(
                                        all,
                                        Optional.of(DeviceCursor.after(devEui(number(turn)))),
                                        PAGE)
                                .devices()
                                .size());
        questions.put("state of nearly all", _ -> page(all.withState(Lifecycle.CLAIMED)));
        questions.put("state of few", _ -> page(all.withState(Lifecycle.SUSPENDED)));
        questions.put(
                "state, owner and site, each common",
                _ ->
                        page(
                                all.withState(Lifecycle.CLAIMED)
                                        .withOwner("acme")
                                        .withLabels(Labels.parse("site=town-8"))));
        questions.put(
                "state and owner that never meet",
                _ -> page(all.withState(Lifecycle.SUSPENDED).withOwner("bolt")));
        questions.put(
                "sites that never meet an owner",
                _ -> page(all.withOwner("acme").withLabels(Labels.parse("site=town-7"))));
    }

    /// Each turn types one letter more, and begins anew at the end of the word.
    private void typed(Map<String, IntToLongFunction> questions) {
        questions.put("typed DevEUI", turn -> typed(devEui(number(turn / 16)).toString(), turn));
        questions.put("typed owner", turn -> typed(turn / 4 % 2 == 0 ? "acme" : "bolt", turn));
        questions.put("typed label", turn -> typed("site=town-" + turn / 12 % SITES, turn));
        questions.put("typed value", turn -> typed("town-" + turn / 8 % SITES, turn));
        questions.put("typed serial", turn -> typed("sn%07d".formatted(number(turn / 9)), turn));
        questions.put("typed word of all", turn -> typed("fleet=bench", turn));
        questions.put("typed word of none", turn -> typed("zebra", turn));
        questions.put(
                "typed word of all, state of few",
                _ -> page(DeviceQuery.ALL.withText("fleet").withState(Lifecycle.SUSPENDED)));
        questions.put(
                "typed word of few, state of nearly all",
                turn ->
                        page(
                                DeviceQuery.ALL
                                        .withText("sn%06d".formatted(number(turn) / 10))
                                        .withState(Lifecycle.CLAIMED)));
        questions.put(
                "typed word and owner that never meet",
                _ -> page(DeviceQuery.ALL.withText("site=town-7").withOwner("acme")));
    }

    private long typed(String word, int turn) {
        return page(DeviceQuery.ALL.withText(word.substring(0, turn % word.length() + 1)));
    }

    private long page(DeviceQuery query) {
        return kms.search().page(query, Optional.empty(), PAGE).devices().size();
    }

    private long trail(Eui64 devEui) {
        Aim aim = new Aim(devEui.toString(), Optional.empty());
        return store.audit().newest(aim, Long.MAX_VALUE, PAGE).records().size();
    }

    /// Some device's number, another one each turn.
    private int number(int turn) {
        return (int) Math.floorMod(turn * 7_919_777L, (long) devices);
    }

    private static Result ask(String name, IntToLongFunction question, Duration time) {
        Histogram latencies = BenchLoad.histogram();
        long found = 0;
        long warmNanos = System.nanoTime() + time.toNanos() / 4;
        int turn = 0;
        while (System.nanoTime() < warmNanos) {
            found = question.applyAsLong(turn++);
        }
        long endNanos = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNanos) {
            long startNanos = System.nanoTime();
            found = question.applyAsLong(turn++);
            latencies.recordValue(System.nanoTime() - startNanos);
        }
        return new Result(name, found, ms(latencies, 50), ms(latencies, 95), ms(latencies, 99));
    }

    private static double ms(Histogram latencies, double percentile) {
        return BenchBounds.rounded(latencies.getValueAtPercentile(percentile) / 1e6);
    }
}
