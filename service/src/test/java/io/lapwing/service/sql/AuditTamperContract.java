package io.lapwing.service.sql;

import static io.lapwing.service.sql.Facts.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEncoding;
import io.lapwing.service.AuditExport;
import io.lapwing.service.AuditImport;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.AuditVerifier;
import io.lapwing.service.Frontier;
import io.lapwing.service.Store;
import io.lapwing.service.Verification;
import io.lapwing.service.Verification.Broken;
import io.lapwing.service.Verification.Intact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each way to falsify an audit log is found: in the store and in an export.
abstract class AuditTamperContract {
    private static final int RECORDS = 12;

    private final TestSigner signer = new TestSigner();
    private final StoreOptions options = StoreOptions.of("main").signedBy(signer);
    private Backend backend;
    private Store store;
    private Head head;

    @TempDir private Path folder;

    abstract Backend backend();

    /// Twelve records, each in a chunk of its own; checkpoints at 12 and, after a start again, at 14.
    @BeforeEach
    void write() {
        backend = backend();
        store = backend.open(options);
        IntStream.range(0, RECORDS).forEach(i -> store.record(event("o" + i)));
        store.close();
        store = backend.open(options);
        store.record(event("o12"));
        store.record(event("o13"));
        store.close();
        store = backend.open(options);
        head = store.audit().head();
    }

    @AfterEach
    void close() {
        store.close();
        backend.close();
    }

    private Verification verify() {
        store.close();
        store = backend.open(options);
        return new AuditVerifier(store.audit(), signer.publicKey(), Optional.of(head), _ -> {})
                .verify();
    }

    private Broken broken() {
        return (Broken) verify();
    }

    @Test
    void untouchedLogIsIntact() {
        Verification found = verify();

        assertThat(found)
                .isInstanceOfSatisfying(
                        Intact.class,
                        intact -> {
                            assertThat(intact.head()).isEqualTo(head);
                            assertThat(intact.checkpoints()).isGreaterThanOrEqualTo(2);
                        });
    }

    @Test
    void closingSignsTheLastRecords() {
        assertThat(store.audit().newestCheckpoint().orElseThrow().head()).isEqualTo(head);
    }

    @Test
    void changedRecordIsFound() {
        backend.tamper(
                "UPDATE audit_chunk SET encoded = ? WHERE first = 5",
                (Object) AuditEncoding.encode(event("forged")).toArray());

        Broken broken = broken();

        assertThat(broken.first()).isLessThanOrEqualTo(5);
        assertThat(broken.end()).isGreaterThan(5);
    }

    @Test
    void removedRecordIsFoundExactly() {
        backend.tamper("DELETE FROM audit_chunk WHERE first = 5");

        Broken broken = broken();

        assertThat(broken.first()).isEqualTo(5);
        assertThat(broken.end()).isEqualTo(6);
        assertThat(broken.why()).contains("missing");
    }

    @Test
    void swappedRecordsAreFound() {
        backend.tamper("UPDATE audit_chunk SET first = 105 WHERE first = 5");
        backend.tamper("UPDATE audit_chunk SET first = 5 WHERE first = 6");
        backend.tamper("UPDATE audit_chunk SET first = 6 WHERE first = 105");

        Broken broken = broken();

        assertThat(broken.first()).isLessThanOrEqualTo(5);
        assertThat(broken.why()).contains("do not lead to");
    }

    @Test
    void truncatedRecordIsFoundExactly() {
        Bytes whole = AuditEncoding.encode(event("o5"));
        backend.tamper(
                "UPDATE audit_chunk SET encoded = ? WHERE first = 5",
                (Object) whole.slice(0, whole.length() - 1).toArray());

        Broken broken = broken();

        assertThat(broken.first()).isEqualTo(5);
        assertThat(broken.end()).isEqualTo(6);
    }

    @Test
    void recordWithTrailingOctetsIsFoundExactly() {
        Bytes longer = Bytes.concat(AuditEncoding.encode(event("o5")), Bytes.of(0x00));
        backend.tamper(
                "UPDATE audit_chunk SET encoded = ? WHERE first = 5", (Object) longer.toArray());

        assertThat(broken().first()).isEqualTo(5);
    }

    @Test
    void forgedCheckpointIsFound() {
        backend.tamper(
                "UPDATE audit_checkpoint SET signature = ? WHERE size = 12",
                (Object) new TestSigner().apply(Bytes.of(0x01)).toArray());

        assertThat(broken().why()).contains("not signed by the vault's key");
    }

    @Test
    void logCutBackWithItsHeadIsFoundByTheCheckpointsAndTheAnchor() {
        Frontier shorter = new Frontier();
        IntStream.range(0, 13).forEach(i -> shorter.append(AuditEncoding.encode(event("o" + i))));
        backend.tamper("DELETE FROM audit_chunk WHERE first = 13");
        backend.tamper(
                "UPDATE audit_log SET size = 13, frontier = ?",
                (Object) shorter.encode().toArray());

        Broken byAnchor = broken();
        Broken byCheckpoint =
                (Broken)
                        new AuditVerifier(
                                        store.audit(),
                                        signer.publicKey(),
                                        Optional.empty(),
                                        _ -> {})
                                .verify();

        assertThat(byAnchor.why()).contains("the vault has witnessed 14 records");
        assertThat(byCheckpoint.why()).contains("a checkpoint of 14 records was signed");
    }

    @Test
    void wholeLogWrittenAnewIsFound() {
        Frontier anew = new Frontier();
        IntStream.range(0, 14)
                .forEach(i -> {
                    Bytes forged = AuditEncoding.encode(event("x" + i));
                    anew.append(forged);
                    backend.tamper(
                            "UPDATE audit_chunk SET encoded = ? WHERE first = ?",
                            forged.toArray(),
                            (long) i);
                });
        backend.tamper("UPDATE audit_log SET frontier = ?", (Object) anew.encode().toArray());

        assertThat(broken().why()).contains("the signed root");
    }

    private Path export() {
        Path file = folder.resolve("audit.jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            new AuditExport(store.audit(), out).write(0, _ -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    private Verification exportChanged(UnaryOperator<List<String>> change) throws IOException {
        Path file = export();
        Files.write(file, change.apply(Files.readAllLines(file)));
        return new AuditImport(file, signer.publicKey()).verify();
    }

    @Test
    void exportIsVerifiedOnItsOwn() throws IOException {
        Verification found = exportChanged(UnaryOperator.identity());

        assertThat(found)
                .isInstanceOfSatisfying(
                        Intact.class, intact -> assertThat(intact.head()).isEqualTo(head));
    }

    @Test
    void exportFromTheMiddleIsVerifiedOnItsOwn() throws IOException {
        Path file = folder.resolve("tail.jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            new AuditExport(store.audit(), out).write(7, _ -> {});
        }

        Verification found = new AuditImport(file, signer.publicKey()).verify();

        assertThat(found).isInstanceOf(Intact.class);
    }

    @Test
    void changedRecordOfAnExportIsFound() throws IOException {
        Verification found =
                exportChanged(lines ->
                        lines.stream().map(line -> line.replace("\"o5\"", "\"forged\"")).toList());

        assertThat(found).isInstanceOf(Broken.class);
    }

    @Test
    void removedRecordOfAnExportIsFoundExactly() throws IOException {
        Verification found =
                exportChanged(
                        lines -> lines.stream().filter(line -> !line.contains("\"o5\"")).toList());

        assertThat(found)
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.first()).isEqualTo(5));
    }

    @Test
    void exportCutShortIsFound() throws IOException {
        Verification found = exportChanged(lines -> lines.subList(0, lines.size() - 1));

        assertThat(found)
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.why()).contains("cut"));
    }

    @Test
    void exportOfAnotherSignerIsFound() {
        Path file = export();

        Verification found = new AuditImport(file, new TestSigner().publicKey()).verify();

        assertThat(found).isInstanceOf(Broken.class);
    }

    @Test
    void exportWithDuplicateFieldIsRefused() throws IOException {
        Verification found =
                exportChanged(lines ->
                        lines.stream()
                                .map(line ->
                                        line.replace("{\"index\":5,", "{\"index\":9,\"index\":5,"))
                                .toList());

        assertThat(found)
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.why()).contains("line"));
    }

    @Test
    void proofOfARecordThatWasChangedDoesNotHold() {
        backend.tamper(
                "UPDATE audit_chunk SET encoded = ? WHERE first = 5",
                (Object) AuditEncoding.encode(event("forged")).toArray());

        assertThat(store.audit().inclusion(5).holds()).isFalse();
        assertThat(store.audit().inclusion(6).holds()).isFalse();
    }

    @Test
    void damagedFrontierIsRefusedAtTheStart() {
        store.close();
        backend.tamper("UPDATE audit_log SET frontier = ?", (Object) new byte[] {1, 2, 3});

        Fault.Kind kind = refusal();

        backend.tamper(
                "UPDATE audit_log SET frontier = ?", (Object) new Frontier().encode().toArray());
        store = backend.open(StoreOptions.of("other"));
        assertThat(kind).isEqualTo(Fault.Kind.TAMPERED);
    }

    private Fault.Kind refusal() {
        try (Store opened = backend.open(options)) {
            throw new AssertionError("opened " + opened);
        } catch (Fault fault) {
            return fault.kind();
        }
    }
}
