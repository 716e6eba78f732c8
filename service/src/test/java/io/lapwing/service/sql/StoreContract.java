package io.lapwing.service.sql;

import static io.lapwing.service.sql.Facts.change;
import static io.lapwing.service.sql.Facts.device;
import static io.lapwing.service.sql.Facts.event;
import static io.lapwing.service.sql.Facts.removal;
import static io.lapwing.service.sql.Facts.tagged;
import static io.lapwing.service.sql.Facts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Commit;
import io.lapwing.service.MerkleTree;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import io.lapwing.service.Store.Hit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every engine does.
abstract class StoreContract {
    static final StoreOptions MAIN = StoreOptions.of("main");
    private static final int RACERS = 64;

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

    private static <T> List<T> race(int racers, Callable<T> each) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future :
                    threads.invokeAll(IntStream.range(0, racers).mapToObj(_ -> each).toList())) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void createdRowIsReadWithVersionOne() {
        Commit commit = store.commit(change(1, 0, "first"));

        assertThat(commit).isEqualTo(new Commit.Done(1, 0));
        assertThat(store.get(device(1))).contains(new Row(device(1), 1, text("first")));
    }

    @Test
    void versionRisesByOneWithEachChange() {
        store.commit(change(1, 0, "first"));

        Commit commit = store.commit(change(1, 1, "second"));

        assertThat(commit).isEqualTo(new Commit.Done(2, 1));
        assertThat(store.get(device(1))).contains(new Row(device(1), 2, text("second")));
    }

    @Test
    void conflictWritesNothingAndNoAuditRecord() {
        store.commit(change(1, 0, "first"));
        Head before = store.audit().head();

        List<Commit> commits =
                List.of(
                        store.commit(change(1, 0, "again")),
                        store.commit(change(1, 2, "ahead")),
                        store.commit(change(9, 1, "absent")),
                        store.commit(removal(1, 2)));

        assertThat(commits).containsOnly(new Commit.Conflict());
        assertThat(store.get(device(1))).contains(new Row(device(1), 1, text("first")));
        assertThat(store.get(device(9))).isEmpty();
        assertThat(store.audit().head()).isEqualTo(before);
    }

    @Test
    void conflictLeavesTermsAsTheyAre() {
        store.commit(tagged(1, 0, new Term("state", "active")));

        store.commit(tagged(1, 7, new Term("state", "retired")));

        assertThat(store.count("device", new Term("state", "active"))).isEqualTo(1);
        assertThat(store.count("device", new Term("state", "retired"))).isZero();
    }

    @Test
    void oneOfManyRacersWins() throws Exception {
        store.commit(change(1, 0, "first"));

        List<Commit> commits = race(RACERS, () -> store.commit(change(1, 1, "mine")));

        assertThat(commits).filteredOn(Commit.Done.class::isInstance).hasSize(1);
        assertThat(store.get(device(1)).orElseThrow().version()).isEqualTo(2);
        assertThat(store.audit().head().size()).isEqualTo(2);
    }

    @Test
    void oneOfManyCreatorsWins() throws Exception {
        List<Commit> commits = race(RACERS, () -> store.commit(change(1, 0, "mine")));

        assertThat(commits).filteredOn(Commit.Done.class::isInstance).hasSize(1);
        assertThat(store.audit().head().size()).isEqualTo(1);
    }

    @Test
    void racersThatReadAgainAllCountOnce() throws Exception {
        store.commit(change(1, 0, "0"));

        race(
                16,
                () -> {
                    Commit commit;
                    do {
                        Row row = store.get(device(1)).orElseThrow();
                        commit = store.commit(change(1, row.version(), "next"));
                    } while (commit instanceof Commit.Conflict);
                    return commit;
                });

        assertThat(store.get(device(1)).orElseThrow().version()).isEqualTo(17);
        assertThat(store.audit().head().size()).isEqualTo(17);
    }

    @Test
    void removedRowIsGoneWithItsTerms() {
        store.commit(tagged(1, 0, new Term("state", "active")));

        Commit commit = store.commit(removal(1, 1));

        assertThat(commit).isEqualTo(new Commit.Done(2, 1));
        assertThat(store.get(device(1))).isEmpty();
        assertThat(store.search("device", new Term("state", "active"), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void rowMadeAgainIsNotTakenForTheOneThatWasRemoved() {
        store.commit(change(1, 0, "first"));
        store.commit(removal(1, 1));

        Commit unseen = store.commit(change(1, 2, "on what nobody can have read"));
        Commit again = store.commit(change(1, 0, "second"));
        Commit stale = store.commit(change(1, 1, "on the first"));
        Commit staleRemoval = store.commit(removal(1, 1));
        Commit twice = store.commit(change(1, 0, "third"));

        assertThat(again).isEqualTo(new Commit.Done(3, 2));
        assertThat(List.of(unseen, stale, staleRemoval, twice)).containsOnly(new Commit.Conflict());
        assertThat(store.get(device(1))).contains(new Row(device(1), 3, text("second")));
        assertThat(store.commit(change(1, 3, "fourth"))).isEqualTo(new Commit.Done(4, 3));
    }

    @Test
    void oneOfManyWhoMakeARemovedRowAgainWins() throws Exception {
        store.commit(change(1, 0, "first"));
        store.commit(removal(1, 1));

        List<Commit> commits = race(RACERS, () -> store.commit(change(1, 0, "mine")));

        assertThat(commits).filteredOn(Commit.Done.class::isInstance).hasSize(1);
        assertThat(store.scan("device", Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void rowsAreScannedInUnsignedOrderPageByPage() {
        List<Long> euis = List.of(0L, 1L, 0x7fffffffffffffffL, 0x8000000000000000L, -1L);
        euis.reversed().forEach(eui -> store.commit(change(eui, 0, "body")));

        List<Bytes> found = new ArrayList<>();
        Optional<Bytes> after = Optional.empty();
        List<Row> page = store.scan("device", after, 2);
        while (!page.isEmpty()) {
            page.forEach(row -> found.add(row.key().key()));
            after = Optional.of(found.getLast());
            page = store.scan("device", after, 2);
        }

        assertThat(found)
                .containsExactlyElementsOf(euis.stream().map(eui -> device(eui).key()).toList());
    }

    @Test
    void rowsAreFoundByTermInTheOrderOfTheirKeysPageByPage() {
        Term active = new Term("state", "active");
        for (long eui = 5; eui > 0; eui--) {
            store.commit(tagged(eui, 0, active, new Term("label", "x" + eui)));
        }
        store.commit(tagged(6, 0, new Term("state", "active2")));

        List<Bytes> first = store.search("device", active, Optional.empty(), 3);
        List<Bytes> second = store.search("device", active, Optional.of(first.getLast()), 3);

        assertThat(first).containsExactly(device(1).key(), device(2).key(), device(3).key());
        assertThat(second).containsExactly(device(4).key(), device(5).key());
        assertThat(store.search("receiver", active, Optional.empty(), 3)).isEmpty();
    }

    @Test
    void rowsAreFoundByAPrefixInTheOrderOfTheWordsPageByPage() {
        store.commit(tagged(1, 0, new Term("label", "field-a"), new Term("label", "field-b")));
        store.commit(tagged(2, 0, new Term("label", "field-a")));
        store.commit(tagged(3, 0, new Term("label", "field\u00fc")));
        store.commit(tagged(4, 0, new Term("label", "forest"), new Term("owner", "field-a")));

        List<Hit> first = store.search("device", "label", "field", Optional.empty(), 2);
        List<Hit> second =
                store.search("device", "label", "field", Optional.of(first.getLast()), 9);

        assertThat(first)
                .containsExactly(
                        new Hit("field-a", device(1).key()), new Hit("field-a", device(2).key()));
        assertThat(second)
                .containsExactly(
                        new Hit("field-b", device(1).key()),
                        new Hit("field\u00fc", device(3).key()));
        assertThat(store.search("device", "label", "field_a", Optional.empty(), 9)).isEmpty();
        assertThat(store.search("device", "label", "", Optional.empty(), 9)).hasSize(5);
    }

    @Test
    void manyRowsAreReadAtOnceInTheOrderAskedFor() {
        LongStream.range(0, 200)
                .mapToObj(i -> store.submit(change(i, 0, "b" + i)))
                .toList()
                .getLast()
                .join();
        store.commit(removal(7, 1));
        List<Bytes> keys = new ArrayList<>();
        LongStream.range(0, 300).map(i -> 299 - i).forEach(i -> keys.add(device(i).key()));

        List<Row> rows = store.get("device", keys);

        assertThat(rows).hasSize(199);
        assertThat(rows.getFirst()).isEqualTo(new Row(device(199), 1, text("b199")));
        assertThat(rows.getLast()).isEqualTo(new Row(device(0), 1, text("b0")));
        assertThat(store.get("device", List.of())).isEmpty();
    }

    @Test
    void countsFollowEveryChange() {
        Term active = new Term("state", "active");
        Term retired = new Term("state", "retired");
        LongStream.range(0, 300)
                .mapToObj(i -> store.submit(tagged(i, 0, active)))
                .toList()
                .getLast()
                .join();

        store.commit(tagged(1, 1, retired));
        store.commit(tagged(1, 1, active));
        store.commit(removal(2, 1));
        store.commit(tagged(2, 0, active, new Term("label", "again")));
        store.commit(removal(3, 1));

        assertThat(store.count("device", active)).isEqualTo(298);
        assertThat(store.count("device", retired)).isEqualTo(1);
        store.commit(tagged(1, 2, active));
        assertThat(store.count("device", retired)).isZero();
        reopen();
        assertThat(store.count("device", active)).isEqualTo(299);
        assertThat(store.count("receiver", active)).isZero();
    }

    @Test
    void changeWithoutTermsKeepsThemAndChangeWithTermsReplacesThem() {
        store.commit(tagged(1, 0, new Term("state", "active")));

        store.commit(change(1, 1, "kept"));
        long kept = store.count("device", new Term("state", "active"));
        store.commit(tagged(1, 2, new Term("state", "suspended")));

        assertThat(kept).isEqualTo(1);
        assertThat(store.count("device", new Term("state", "active"))).isZero();
        assertThat(store.count("device", new Term("state", "suspended"))).isEqualTo(1);
    }

    @Test
    void rowsGetTermsWithoutAChangeWhereTheyAreAsTheyWereSeen() {
        Term old = new Term("state", "active");
        Term added = new Term("home", "000013");
        store.commit(tagged(1, 0, old));
        store.commit(tagged(2, 0, old));
        store.commit(tagged(2, 1, old));
        long records = store.audit().head().size();

        int done =
                store.index(
                        "device",
                        List.of(
                                new Store.Indexed(device(1).key(), 1, Set.of(old, added)),
                                new Store.Indexed(device(2).key(), 1, Set.of(added)),
                                new Store.Indexed(device(3).key(), 1, Set.of(added))));

        assertThat(done).isEqualTo(1);
        assertThat(store.search("device", added, Optional.empty(), 10))
                .containsExactly(device(1).key());
        assertThat(store.count("device", added)).isEqualTo(1);
        assertThat(store.count("device", old)).isEqualTo(2);
        assertThat(store.get(device(1)).orElseThrow().version()).isEqualTo(1);
        assertThat(store.audit().head().size()).isEqualTo(records);
    }

    @Test
    void changesOfOneBatchKeepTheirOrder() {
        List<CompletableFuture<Commit>> commits =
                List.of(
                        store.submit(tagged(1, 0, new Term("state", "new"))),
                        store.submit(tagged(1, 1, new Term("state", "active"))),
                        store.submit(removal(1, 2)),
                        store.submit(tagged(1, 0, new Term("state", "again"))));

        List<Commit> done = commits.stream().map(CompletableFuture::join).toList();

        assertThat(done)
                .containsExactly(
                        new Commit.Done(1, 0),
                        new Commit.Done(2, 1),
                        new Commit.Done(3, 2),
                        new Commit.Done(4, 3));
        assertThat(store.count("device", new Term("state", "again"))).isEqualTo(1);
    }

    @Test
    void reopenedStoreHasEverything() {
        store.commit(tagged(1, 0, new Term("state", "active")));
        store.record(event("a"));
        store.raiseEpoch(3);
        Head head = store.audit().head();

        reopen();

        assertThat(store.get(device(1))).isPresent();
        assertThat(store.count("device", new Term("state", "active"))).isEqualTo(1);
        assertThat(store.epoch()).isEqualTo(3);
        assertThat(store.audit().head()).isEqualTo(head);
        assertThat(store.record(event("b"))).isEqualTo(2);
    }

    @Test
    void epochOnlyRises() {
        store.raiseEpoch(3);

        assertThatThrownBy(() -> store.raiseEpoch(3))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
        assertThat(store.epoch()).isEqualTo(3);
    }

    @Test
    void withoutAuditNothingIsChangedAndLaterItServesAgain() throws Exception {
        store.commit(change(1, 0, "before"));
        Head before = store.audit().head();
        backend.blockAudit();

        List<Fault> faults =
                race(
                        8,
                        () -> {
                            try {
                                store.commit(change(1, 1, "unaudited"));
                                throw new AssertionError("was answered without an audit record");
                            } catch (Fault fault) {
                                return fault;
                            }
                        });

        assertThat(faults).extracting(Fault::kind).containsOnly(Fault.Kind.UNAVAILABLE);
        assertThat(store.get(device(1)).orElseThrow().body()).isEqualTo(text("before"));
        assertThat(store.audit().head()).isEqualTo(before);
        backend.unblockAudit();
        assertThat(store.commit(change(1, 1, "after"))).isEqualTo(new Commit.Done(2, 1));
    }

    @Test
    void oneFailingChangeDoesNotFailItsNeighbours() {
        backend.tamper(
                "INSERT INTO store_term (kind, name, value, key) VALUES ('device', 'state',"
                        + " 'stray', ?)",
                device(3).key().toArray());

        List<CompletableFuture<Commit>> commits =
                LongStream.range(0, 8)
                        .mapToObj(eui -> store.submit(tagged(eui, 0, new Term("state", "stray"))))
                        .toList();
        List<Boolean> failed =
                commits.stream()
                        .map(commit -> commit.handle((_, why) -> why != null).join())
                        .toList();

        assertThat(failed).containsExactly(false, false, false, true, false, false, false, false);
        assertThat(store.get(device(3))).isEmpty();
        assertThat(store.get(device(7))).isPresent();
        assertThat(store.audit().head().size()).isEqualTo(7);
    }

    @Test
    void secondWriterOfOneLogIsRefused() {
        assertThatThrownBy(() -> backend.open(MAIN.answeringWithin(Duration.ofSeconds(2))))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
    }

    @Test
    void closedStoreRefusesChanges() {
        store.close();

        assertThatThrownBy(() -> store.commit(change(1, 0, "late")))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    @Test
    void closedStoreRefusesReadings() {
        store.commit(change(1, 0, "there"));
        store.get(device(1));

        store.close();

        assertThatThrownBy(() -> store.get(device(1)))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    @Test
    void auditRecordsAreReadInPagesAsTheyWereWritten() {
        IntStream.range(0, 300)
                .mapToObj(i -> store.submit(event("o" + i)))
                .toList()
                .getLast()
                .join();

        List<AuditRecord> page = store.audit().read(120, 100);

        assertThat(page).hasSize(100);
        assertThat(page.getFirst().index()).isEqualTo(120);
        assertThat(page.getFirst().event()).isEqualTo(event("o120"));
        assertThat(store.audit().read(290, 100)).hasSize(10);
        assertThat(store.audit().read(300, 100)).isEmpty();
    }

    @Test
    void recordIsProvenIncludedAndOlderLogContained() {
        IntStream.range(0, 2_500)
                .mapToObj(i -> store.submit(event("o" + i)))
                .toList()
                .getLast()
                .join();
        Head head = store.audit().head();

        for (long index : new long[] {0, 1_023, 1_024, 2_048, 2_499}) {
            assertThat(store.audit().inclusion(index).holds()).isTrue();
        }
        for (long from : new long[] {1, 1_024, 1_500, 2_500}) {
            List<Bytes> proof = store.audit().consistency(from, head.size());
            assertThat(
                            MerkleTree.verifyConsistency(
                                    from,
                                    head.size(),
                                    proof,
                                    store.audit().rootAt(from),
                                    head.root()))
                    .isTrue();
        }
        assertThat(store.audit().rootAt(head.size())).isEqualTo(head.root());
    }

    @Test
    void backupIsRestoredWithEverything(@TempDir Path folder) {
        IntStream.range(0, 1_100)
                .mapToObj(i -> store.submit(tagged(i, 0, new Term("state", "active"))))
                .toList()
                .getLast()
                .join();
        store.raiseEpoch(5);
        Head head = store.audit().head();
        Path file = folder.resolve("backup");

        store.backup(file);

        store.close();
        backend.close();
        backend = backend();
        backend.restore(file);
        store = backend.open(MAIN);
        assertThat(store.audit().head()).isEqualTo(head);
        assertThat(store.audit().rootAt(head.size())).isEqualTo(head.root());
        assertThat(store.epoch()).isEqualTo(5);
        assertThat(store.count("device", new Term("state", "active"))).isEqualTo(1_100);
        assertThat(store.scan("device", Optional.empty(), 2_000)).hasSize(1_100);
    }

    @Test
    void backupDoesNotOverwriteAndRestoreDoesNotMix(@TempDir Path folder) {
        store.commit(change(1, 0, "body"));
        Path file = folder.resolve("backup");
        store.backup(file);

        assertThatThrownBy(() -> store.backup(file)).hasMessageContaining("exists");

        store.close();
        assertThatThrownBy(() -> backend.restore(file)).hasMessageContaining("not empty");
    }
}
