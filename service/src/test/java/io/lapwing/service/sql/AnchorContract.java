package io.lapwing.service.sql;

import static io.lapwing.service.sql.Facts.change;
import static io.lapwing.service.sql.Facts.device;
import static io.lapwing.service.sql.Facts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AnchorKeeper;
import io.lapwing.service.AnchorKeeper.StoreAnchor;
import io.lapwing.service.AnchorKeeper.Witness;
import io.lapwing.service.AuditExport;
import io.lapwing.service.RestoredStore;
import io.lapwing.service.RestoredStore.Standing;
import io.lapwing.service.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An old copy of a store does not come back unnoticed; a crash at any moment does not lock the operator out.
abstract class AnchorContract {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final TestSigner signer = new TestSigner();
    private final StoreOptions options = StoreOptions.of("main").signedBy(signer);
    private final Memory vault = new Memory();
    private Backend backend;
    private Store store;

    @TempDir private Path folder;

    abstract Backend backend();

    /// A vault's memory that can be made to crash before it writes.
    private static final class Memory implements Witness {
        private StoreAnchor anchor = new StoreAnchor(0, 0, Bytes.EMPTY);
        private boolean crashes;
        private CountDownLatch advanced = new CountDownLatch(1);

        @Override
        public synchronized StoreAnchor read() {
            return anchor;
        }

        @Override
        public synchronized void advance(StoreAnchor next) {
            if (crashes) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the process died here");
            }
            if (next.epoch() < anchor.epoch()
                    || (next.epoch() == anchor.epoch() && next.auditSize() < anchor.auditSize())) {
                throw new Fault(Fault.Kind.CONFLICT, "an older state");
            }
            anchor = next;
            advanced.countDown();
        }
    }

    @BeforeEach
    void open() {
        backend = backend();
        store = backend.open(options);
    }

    @AfterEach
    void close() {
        store.close();
        backend.close();
    }

    private void run(String... objects) {
        try (AnchorKeeper keeper = AnchorKeeper.open(store, vault)) {
            for (String object : objects) {
                store.record(event(object));
            }
            keeper.follow();
        }
    }

    private void reopen() {
        store.close();
        store = backend.open(options);
    }

    private void restoreInto(Backend next, Path file) {
        store.close();
        backend.close();
        backend = next;
        backend.restore(file);
        store = backend.open(options);
    }

    private Path backup(String name) {
        Path file = folder.resolve(name);
        store.backup(file);
        return file;
    }

    private void assertRefused() {
        StoreAnchor before = vault.read();
        long epoch = store.epoch();

        assertThatThrownBy(() -> AnchorKeeper.open(store, vault))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> {
                            assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED);
                            assertThat(fault).hasMessageContaining("lapwing admin restore");
                        });
        assertThat(vault.read()).isEqualTo(before);
        assertThat(store.epoch()).isEqualTo(epoch);
    }

    @Test
    void eachStartRaisesTheEpochInBoth() {
        run("a");
        reopen();
        run("b");

        assertThat(store.epoch()).isEqualTo(2);
        assertThat(vault.read()).isEqualTo(new StoreAnchor(2, 2, store.audit().head().root()));
    }

    @Test
    void witnessFollowsWhileRecordsAreWritten() throws InterruptedException {
        try (AnchorKeeper keeper = AnchorKeeper.open(store, vault)) {
            vault.advanced = new CountDownLatch(1);
            store.record(event("a"));

            boolean followed = vault.advanced.await(10, TimeUnit.SECONDS);

            assertThat(followed).isTrue();
            assertThat(vault.read().auditSize()).isEqualTo(1);
            assertThat(keeper).isNotNull();
        }
    }

    @Test
    void crashWithoutAnEndIsTakenWithAllItsRecords() {
        run("a");
        store.record(event("written after the last witness"));
        reopen();

        run("b");

        assertThat(vault.read().auditSize()).isEqualTo(3);
    }

    @Test
    void crashBetweenTheStoresEpochAndTheVaultsIsTaken() {
        run("a");
        reopen();
        vault.crashes = true;
        assertThatThrownBy(() -> AnchorKeeper.open(store, vault)).hasMessageContaining("died here");
        assertThat(store.epoch()).isEqualTo(2);
        assertThatThrownBy(() -> AnchorKeeper.open(store, vault)).hasMessageContaining("died here");
        vault.crashes = false;
        reopen();

        run("b");

        assertThat(store.epoch()).isEqualTo(2);
        assertThat(vault.read().epoch()).isEqualTo(2);
    }

    @Test
    void crashBetweenABackupAndTheVaultsEpochIsTaken() {
        try (AnchorKeeper keeper = AnchorKeeper.open(store, vault)) {
            store.record(event("a"));
            vault.crashes = true;
            assertThatThrownBy(() -> keeper.backup(folder.resolve("b")))
                    .hasMessageContaining("died here");
            vault.crashes = false;
        }
        reopen();

        run("b");

        assertThat(vault.read().epoch()).isEqualTo(3);
    }

    @Test
    void olderCopyIsRefused() {
        run("a");
        Path old = backup("old");
        reopen();
        run("b");

        restoreInto(backend(), old);

        assertRefused();
    }

    @Test
    void olderCopyIsRefusedEvenWhenNoRecordWasWrittenSince() {
        run("a");
        Path old = backup("old");
        reopen();
        run();

        restoreInto(backend(), old);

        assertRefused();
    }

    @Test
    void copyOfTheSameEpochWithFewerRecordsIsRefused() {
        Path old;
        try (AnchorKeeper keeper = AnchorKeeper.open(store, vault)) {
            store.record(event("a"));
            old = backup("old");
            store.record(event("b"));
            keeper.follow();
        }

        restoreInto(backend(), old);

        assertRefused();
    }

    @Test
    void copyOfTheSameEpochWithOtherRecordsIsRefused() {
        Path old;
        try (AnchorKeeper keeper = AnchorKeeper.open(store, vault)) {
            store.record(event("a"));
            old = backup("old");
            store.record(event("b"));
            keeper.follow();
        }
        restoreInto(backend(), old);

        store.record(event("another"));

        assertRefused();
    }

    @Test
    void backupIsOlderThanTheStoreFromThenOn() {
        Path file = folder.resolve("backup");
        try (AnchorKeeper keeper = AnchorKeeper.open(store, vault)) {
            store.record(event("a"));
            keeper.backup(file);
        }

        restoreInto(backend(), file);

        assertRefused();
    }

    @Test
    void emptiedStoreIsRefused() {
        run("a");
        store.close();
        backend.close();
        backend = backend();

        store = backend.open(options);

        assertRefused();
    }

    @Test
    void storeOfAnotherVaultIsRefused() {
        run("a");
        reopen();
        run("b");
        vault.anchor = new StoreAnchor(0, 0, Bytes.EMPTY);

        assertRefused();
    }

    @Test
    void storeWhoseRecordsWereChangedIsRefused() {
        run("a", "b", "c");
        backend.tamper("DELETE FROM audit_chunk WHERE first = 1");

        assertRefused();
    }

    @Test
    void restoredBackupWithAGapIsTakenOnceItIsAccepted() {
        run("a");
        Path old = backup("old");
        reopen();
        run("b", "c", "d");
        restoreInto(backend(), old);
        RestoredStore restored = new RestoredStore(store, vault);

        Standing standing = restored.standing();
        store.commit(change(1, 0, "with a margin"));
        restored.accept(NOW, "admin:root");

        assertThat(standing).isInstanceOf(Standing.Gap.class);
        reopen();
        run("e");
        assertThat(store.get(device(1))).isPresent();
        assertThat(store.audit().read(2, 1).getFirst().event().outcome())
                .isEqualTo("done-with-gap");
    }

    @Test
    void crashWhileAcceptingIsRepeated() {
        run("a");
        Path old = backup("old");
        reopen();
        run("b");
        restoreInto(backend(), old);
        RestoredStore restored = new RestoredStore(store, vault);
        vault.crashes = true;
        assertThatThrownBy(() -> restored.accept(NOW, "admin:root"))
                .hasMessageContaining("died here");
        vault.crashes = false;
        assertRefused();

        restored.accept(NOW, "admin:root");

        reopen();
        run("c");
        assertThat(vault.read().epoch()).isEqualTo(store.epoch());
    }

    private Path export(long from) throws IOException {
        Path file = folder.resolve("tail.jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            new AuditExport(store.audit(), out).write(from, _ -> {});
        }
        return file;
    }

    @Test
    void restoredBackupWithItsTailHasEveryRecord() throws IOException {
        run("a");
        Path old = backup("old");
        reopen();
        run("b", "c", "d");
        Path tail = export(0);
        restoreInto(backend(), old);
        RestoredStore restored = new RestoredStore(store, vault);

        long first = restored.appendTail(tail, signer.publicKey());

        assertThat(first).isEqualTo(1);
        assertThat(restored.standing()).isInstanceOf(Standing.Complete.class);
        assertThat(store.audit().read(1, 9))
                .extracting(record -> record.event().object())
                .containsExactly("b", "c", "d");
        restored.accept(NOW, "admin:root");
        reopen();
        run("e");
        assertThat(vault.read().auditSize()).isEqualTo(6);
    }

    @Test
    void tailThatEndsBeforeTheWitnessIsRefused() throws IOException {
        run("a");
        Path old = backup("old");
        reopen();
        run("b");
        Path tail = export(1);
        reopen();
        run("c");
        restoreInto(backend(), old);

        assertThatThrownBy(
                        () -> new RestoredStore(store, vault).appendTail(tail, signer.publicKey()))
                .hasMessageContaining("the vault has witnessed");
        assertThat(store.audit().head().size()).isEqualTo(1);
    }

    @Test
    void tailThatWasChangedIsRefused() throws IOException {
        run("a");
        Path old = backup("old");
        reopen();
        run("b", "c");
        Path tail = export(1);
        Files.writeString(tail, Files.readString(tail).replace("\"c\"", "\"x\""));
        restoreInto(backend(), old);

        assertThatThrownBy(
                        () -> new RestoredStore(store, vault).appendTail(tail, signer.publicKey()))
                .hasMessageContaining("nothing was appended");
        assertThat(store.audit().head().size()).isEqualTo(1);
    }
}
