package io.lapwing.service.sql;

import static io.lapwing.service.sql.Facts.change;
import static io.lapwing.service.sql.Facts.event;
import static io.lapwing.service.sql.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.Aim;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.AuditLog.Found;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps an engine quick when there is much in it: readings go by an index, and so does what is told of an object.
abstract class ScaleContract {
    private static final StoreOptions MAIN = StoreOptions.of("main");
    private static final Aim ANY = new Aim("one", Optional.empty());
    private static final Aim STEPS = new Aim("one", Optional.of("device"));

    private Backend backend;
    private Store store;

    abstract Backend backend();

    @BeforeEach
    void open() {
        backend = backend();
        store = backend.open(MAIN);
    }

    @AfterEach
    void close() {
        store.close();
        backend.close();
    }

    private void reopen() {
        store.close();
        store = backend.open(MAIN);
    }

    /// Writes records of many objects, of which every thousandth is about `one`.
    private void fill(int records) {
        List<CompletableFuture<Long>> written = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            written.add(store.submit(i % 1_000 == 0 ? step("one", i) : event("o" + i)));
        }
        written.forEach(CompletableFuture::join);
    }

    private static AuditEvent step(String object, int number) {
        return new AuditEvent(
                java.time.Instant.EPOCH,
                "system",
                number % 2_000 == 0 ? "device.labels" : "join.accept",
                object,
                "done",
                new TreeMap<>());
    }

    private List<Long> all(Aim aim, int page) {
        List<Long> found = new ArrayList<>();
        OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
        while (next.isPresent()) {
            Found some = store.audit().newest(aim, next.getAsLong(), page);
            some.records().stream().map(AuditRecord::index).forEach(found::add);
            next = some.next();
        }
        return found;
    }

    private static List<Long> every(long step, long records) {
        List<Long> indexes = new ArrayList<>();
        for (long at = 0; at < records; at += step) {
            indexes.addFirst(at);
        }
        return indexes;
    }

    @Test
    void recordsOfAnObjectAreFoundAcrossRunsAStartAndARestore(@TempDir Path folder) {
        int records = ObjectIndex.RUN + 3_000;
        fill(records);

        assertThat(all(ANY, 7)).isEqualTo(every(1_000, records));
        assertThat(all(STEPS, 7)).isEqualTo(every(2_000, records));
        assertThat(all(new Aim("nobody", Optional.empty()), 7)).isEmpty();
        assertThat(all(new Aim("o32769", Optional.empty()), 7)).containsExactly(32_769L);
        reopen();
        assertThat(all(ANY, 1_000)).isEqualTo(every(1_000, records));
        store.backup(folder.resolve("backup"));
        store.close();
        backend.close();
        backend = backend();
        backend.restore(folder.resolve("backup"));
        store = backend.open(MAIN);
        assertThat(all(STEPS, 1_000)).isEqualTo(every(2_000, records));
        store.record(step("one", 0));
        assertThat(all(STEPS, 1).getFirst()).isEqualTo(records);
    }

    @Test
    void storeMadeBeforeThereWereCountsAndIndexOpensComplete() {
        int records = ObjectIndex.RUN + 100;
        fill(records);
        store.commit(tagged(1, 0, new Term("state", "active")));
        store.commit(tagged(2, 0, new Term("state", "active")));
        store.close();
        backend.tamper("DROP TABLE store_count");
        backend.tamper("DROP TABLE audit_object");
        backend.tamper("DELETE FROM store_version WHERE version >= 2");

        store = backend.open(MAIN);

        assertThat(store.count("device", new Term("state", "active"))).isEqualTo(2);
        assertThat(all(ANY, 50)).isEqualTo(every(1_000, records));
        store.commit(tagged(2, 1, new Term("state", "retired")));
        assertThat(store.count("device", new Term("state", "active"))).isEqualTo(1);
    }

    @Test
    void oldestRecordsOfAnObjectComeFirstWhenAskedSo() {
        store.record(step("one", 0));
        store.record(step("one", 1_000));
        store.record(event("other"));
        store.record(step("one", 1_000));

        Found first = store.audit().oldest(ANY, 0, 2);
        Found second = store.audit().oldest(ANY, first.next().orElseThrow(), 2);

        assertThat(first.records()).extracting(AuditRecord::index).containsExactly(0L, 1L);
        assertThat(second.records()).extracting(AuditRecord::index).containsExactly(3L);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void recordWhoseTransactionFailedIsNotFound() {
        store.record(step("one", 0));
        backend.blockAudit();
        CompletableFuture<Long> failing = store.submit(step("one", 0));
        assertThat(failing.handle((_, why) -> why != null).join()).isTrue();
        backend.unblockAudit();

        store.record(step("one", 0));

        assertThat(all(ANY, 10)).containsExactly(1L, 0L);
    }

    @Test
    void damagedChunkDoesNotHideTheOtherRecords() {
        LongStream.range(0, 3).forEach(_ -> store.record(step("one", 0)));
        store.close();
        backend.tamper(
                "UPDATE audit_chunk SET encoded = ? WHERE first = 1", (Object) new byte[] {9});

        store = backend.open(MAIN);

        assertThat(all(ANY, 10)).containsExactly(2L, 0L);
    }

    @Test
    void everyReadingIsARangeOfAnIndex() {
        for (long eui = 0; eui < 100; eui++) {
            store.commit(change(eui, 0, "body"));
        }
        store.close();
        byte[] key = new byte[8];

        List<String> plans = new ArrayList<>();
        try (Engine engine = backend.engine()) {
            plans.add(plan(engine, Readings.GET, "device", key));
            plans.add(plan(engine, Readings.getMany(2), "device", key, key));
            plans.add(plan(engine, Readings.SCAN, "device", key, 50L));
            plans.add(plan(engine, Readings.WITH_TERM, "device", "state", "active", key, 50L));
            plans.add(plan(engine, Readings.WITH_PREFIX, "device", "label", "a", key, "b", 50L));
            plans.add(plan(engine, Readings.COUNT, "device", "state", "active"));
            plans.add(plan(engine, TermWriter.termsOf(2), "device", key, key));
            plans.add(plan(engine, ObjectLookup.MORE, "main", 0L, 0L, 9L));
            plans.add(plan(engine, ObjectLookup.PARTS, 0L, 9L, "main", 5L));
            plans.add(plan(engine, SingleRecords.CHUNK, "main", 7L));
        }

        assertThat(plans).allSatisfy(this::demandIndex);
        assertThat(plans.get(3)).containsPattern(bounded("key"));
        assertThat(plans.get(4)).containsPattern(bounded("value"));
        store = backend.open(MAIN);
    }

    /// That a plan reads a range of an index, and sorts nothing.
    abstract void demandIndex(String plan);

    /// How a plan says that the index is bounded by a column.
    abstract String bounded(String column);

    private String plan(Engine engine, String sql, Object... parameters) {
        return engine.read(statements -> {
            StringBuilder plan = new StringBuilder();
            try (var found = statements.with(explain() + sql, parameters).executeQuery()) {
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    plan.append(found.getString(columns)).append('\n');
                }
            }
            return plan.toString();
        });
    }

    abstract String explain();

    @Test
    void joinsDoNotStandInTheWayOfSteps() {
        long join = ObjectEntry.of(step("one", 1_000));

        assertThat(ObjectEntry.Range.of(ANY).holds(join)).isTrue();
        assertThat(ObjectEntry.Range.of(STEPS).holds(join)).isFalse();
    }
}
