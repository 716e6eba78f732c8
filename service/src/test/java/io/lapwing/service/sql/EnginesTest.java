package io.lapwing.service.sql;

import static io.lapwing.service.sql.Facts.change;
import static io.lapwing.service.sql.Facts.device;
import static io.lapwing.service.sql.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Commit;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What concerns one engine alone, or both together.
@ExtendWith(PostgresServer.class)
final class EnginesTest {
    private static final StoreOptions MAIN = StoreOptions.of("main");

    private final PostgresServer.Running postgres;

    @TempDir private Path folder;

    EnginesTest(PostgresServer.Running postgres) {
        this.postgres = postgres;
    }

    private Backend sqlite(String name) {
        return new SqliteBackend(folder.resolve(name));
    }

    private static Path filled(Backend backend, Path file) {
        try (Store store = backend.open(MAIN)) {
            store.commit(tagged(-1, 0, new Term("label", "ü")));
            for (long eui = 0; eui < 50; eui++) {
                store.commit(change(eui, 0, "body " + eui));
            }
            store.backup(file);
        }
        return file;
    }

    @Test
    void backupGoesFromOneEngineToTheOtherAndBackUnchanged() throws IOException {
        Path first = filled(sqlite("first"), folder.resolve("first.backup"));
        Path second = folder.resolve("second.backup");
        Path third = folder.resolve("third.backup");

        try (Backend between = postgres.schema()) {
            between.restore(first);
            try (Store store = between.open(MAIN)) {
                store.backup(second);
            }
        }
        Backend last = sqlite("last");
        last.restore(second);
        try (Store store = last.open(MAIN)) {
            store.backup(third);
        }

        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
        assertThat(Files.readAllBytes(third)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void damagedBackupChangesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(filled(sqlite("first"), folder.resolve("backup")));

        for (int at = 0; at < whole.length; at += 997) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            assertNotRestored(flipped, "flipped" + at);
        }
        assertNotRestored(Arrays.copyOf(whole, whole.length - 1), "cut");
        assertNotRestored(Arrays.copyOf(whole, whole.length / 2), "half");
        assertNotRestored(Arrays.copyOf(whole, whole.length + 1), "longer");
    }

    private void assertNotRestored(byte[] file, String name) throws IOException {
        Path damaged = Files.write(folder.resolve(name), file);
        Backend target = sqlite(name + "-store");

        assertThatThrownBy(() -> target.restore(damaged))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));

        try (Store store = target.open(MAIN)) {
            assertThat(store.scan("device", Optional.empty(), 1)).isEmpty();
            assertThat(store.audit().head().size()).isZero();
        }
    }

    @Test
    void twoProcessesOnOneServerRaceForARowAndOneWins() throws Exception {
        try (Backend backend = postgres.schema();
                Store one = backend.open(StoreOptions.of("one"));
                Store two = backend.open(StoreOptions.of("two"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            one.commit(change(1, 0, "first"));

            for (long version = 1; version <= 50; version++) {
                long expected = version;
                Future<Commit> left = threads.submit(() -> one.commit(change(1, expected, "one")));
                Future<Commit> right = threads.submit(() -> two.commit(change(1, expected, "two")));

                assertThat(List.of(left.get(), right.get()))
                        .filteredOn(Commit.Done.class::isInstance)
                        .hasSize(1);
            }

            assertThat(one.get(device(1)).orElseThrow().version()).isEqualTo(51);
            assertThat(one.audit().head().size() + two.audit().head().size()).isEqualTo(51);
        }
    }

    @Test
    void countsOfTwoProcessesAddUp() {
        Term active = new Term("state", "active");
        try (Backend backend = postgres.schema();
                Store one = backend.open(StoreOptions.of("one"));
                Store two = backend.open(StoreOptions.of("two"))) {
            one.commit(tagged(1, 0, active));
            one.commit(tagged(2, 0, active));
            two.commit(tagged(3, 0, active));

            two.commit(tagged(1, 1, new Term("state", "retired")));
            two.commit(tagged(2, 1, new Term("state", "retired")));

            assertThat(one.count("device", active)).isEqualTo(1);
            assertThat(two.count("device", new Term("state", "retired"))).isEqualTo(2);
        }
    }

    @Test
    void serverThatStoppedAnsweringIsAFaultAndAServerThatCameBackServes() throws Exception {
        try (TemporaryFolder place = TemporaryFolder.of("lapwing-postgres-paused");
                PrivatePostgres server = PrivatePostgres.start(place.path());
                Store store =
                        Stores.postgres(
                                server.address(), MAIN.answeringWithin(Duration.ofSeconds(1)))) {
            store.commit(change(1, 0, "before"));
            List<ProcessHandle> backends = server.process().descendants().toList();
            signal("STOP", server.process(), backends);

            assertThatThrownBy(() -> store.commit(change(2, 0, "during")))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));

            signal("CONT", server.process(), backends);
            Commit again = commitOnceItAnswers(store, 3);
            assertThat(again).isInstanceOf(Commit.Done.class);
            assertThat(store.audit().rootAt(store.audit().head().size()))
                    .isEqualTo(store.audit().head().root());
            assertThat(store.get(device(1))).isPresent();
        }
    }

    @Test
    void serverThatWasKilledComesBackWithAllThatWasAnswered() throws Exception {
        try (TemporaryFolder place = TemporaryFolder.of("lapwing-postgres-killed")) {
            PrivatePostgres killed = PrivatePostgres.start(place.path());
            try (Store store = Stores.postgres(killed.address(), MAIN)) {
                store.commit(change(1, 0, "before"));
                ProcessHandle process = killed.process();
                process.destroyForcibly();
                process.onExit().join();

                assertThatThrownBy(() -> store.commit(change(1, 1, "during")))
                        .isInstanceOf(Fault.class);
            }
            try (PrivatePostgres back = PrivatePostgres.start(place.path());
                    Store store = Stores.postgres(back.address(), MAIN)) {
                assertThat(store.get(device(1)).orElseThrow().body())
                        .isEqualTo(Facts.text("before"));
                assertThat(store.commit(change(1, 1, "after"))).isEqualTo(new Commit.Done(2, 1));
            }
        }
    }

    /// A change that may meet the connections of the time before.
    private static Commit commitOnceItAnswers(Store store, long eui) {
        Fault last = null;
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                return store.commit(change(eui, 0, "after"));
            } catch (Fault fault) {
                last = fault;
            }
        }
        throw new AssertionError("the store did not come back", last);
    }

    private static void signal(String name, ProcessHandle parent, List<ProcessHandle> children)
            throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("kill", "-" + name));
        command.add(Long.toString(parent.pid()));
        children.forEach(child -> command.add(Long.toString(child.pid())));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
