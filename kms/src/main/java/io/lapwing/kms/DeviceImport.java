package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.Store;
import io.lapwing.vault.ImportTransport;
import io.lapwing.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Takes a file of devices whose root keys are sealed: JSON Lines, or CSV with a header, with the fields of [ImportRow].
///
/// The keys of each row are JWEs to the vault's import key. Where the first line brings a transport key, sealed to the
/// import key itself (`{"transport":"<jwe>"}`, or `transport,<jwe>`), they are JWEs with `dir` under that one instead, and a
/// million rows take minutes. Imported keys are marked exposed.
///
/// The file is read as a stream. An import that was stopped or killed goes on where it was when the same file is given
/// again; a row that is there already with the same keys is passed over. Rows that are refused go to a list.
public final class DeviceImport {
    private final Store store;
    private final Vault vault;
    private final DeviceRows rows;
    private final KeyMaker keys;
    private final Trail trail;

    DeviceImport(Store store, Vault vault, DeviceRows rows, KeyMaker keys, Trail trail) {
        this.store = store;
        this.vault = vault;
        this.rows = rows;
        this.keys = keys;
        this.trail = trail;
    }

    /// How far an import is.
    ///
    /// @param done rows, those of earlier runs included
    /// @param perSecond rows a second in this run
    /// @param remaining how long the rest of the file takes at this rate
    public record State(
            long done,
            long imported,
            long known,
            long refused,
            double perSecond,
            Duration remaining) {}

    /// What an import came to.
    ///
    /// @param imported new devices
    /// @param known rows whose device was there already with the same keys
    /// @param refused rows in the list of refused rows
    /// @param resumed whether it went on from an earlier run
    public record Summary(
            long imported, long known, long refused, boolean resumed, Duration took) {}

    /// What to import.
    ///
    /// @param file JSON Lines or CSV
    /// @param refusedList where refused rows are listed, as CSV; written anew unless the import goes on
    /// @param threads that open keys, 1 to 64
    public record Order(Path file, Path refusedList, int threads) {
        public Order {
            if (threads < 1 || threads > 64) {
                throw Fault.badInput(threads + " threads: want 1 to 64");
            }
        }
    }

    /// Imports the file. Blocks.
    ///
    /// @param listener told after each 1000 rows or so
    /// @throws Fault `BAD_INPUT` when the file is none, `UNAVAILABLE` when store or vault stop answering: run it again
    ///     later, it goes on
    public Summary run(Actor actor, Order order, Consumer<State> listener) {
        return run(actor, order, _ -> true, listener);
    }

    /// As [#run(Actor, Order, Consumer)], with rows refused whose device is not allowed.
    ///
    /// @param allowed asked of each row before its keys are opened
    public Summary run(
            Actor actor, Order order, Predicate<NewDevice> allowed, Consumer<State> listener) {
        long startedNanos = System.nanoTime();
        try (ImportLines lines = new ImportLines(order.file())) {
            Checkpoint<ImportRun.Position> checkpoint =
                    new Checkpoint<>(
                            store, "import/" + fingerprint(order.file()), ImportRun.Position.class);
            Optional<ImportRun.Position> saved = checkpoint.load();
            ImportHead head = ImportHead.read(lines);
            Optional<ImportTransport> transport = head.transport().map(vault::openTransport);
            try (ExecutorService workers = Executors.newFixedThreadPool(order.threads());
                    RefusedRows refused =
                            new RefusedRows(
                                    order.refusedList(),
                                    saved.map(ImportRun.Position::refusedBytes).orElse(0L))) {
                RowImport each =
                        new RowImport(
                                rows,
                                vault,
                                keys,
                                transport
                                        .map(KeyMaker.Opener::of)
                                        .orElseGet(() -> KeyMaker.Opener.of(vault)),
                                head.format(),
                                new RowImport.By(actor, trail, allowed));
                ImportRun run =
                        new ImportRun(
                                checkpoint,
                                new ImportBatches(workers, each),
                                refused,
                                new ImportRun.Told(
                                        actor, trail, listener, Files.size(order.file())));
                ImportRun.Position end =
                        run.run(lines, head.first(), saved, order.file().getFileName());
                return new Summary(
                        end.imported(),
                        end.known(),
                        end.refused(),
                        saved.isPresent(),
                        Duration.ofNanos(System.nanoTime() - startedNanos));
            } finally {
                transport.ifPresent(ImportTransport::close);
            }
        } catch (IOException e) {
            throw Fault.badInput(
                    "import file "
                            + order.file()
                            + " or its list of refused rows: "
                            + e.getClass().getSimpleName()
                            + ", want both readable and writable");
        }
    }

    /// The file's own name for its position: another content is another import.
    private static String fingerprint(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = Sha256.start();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 16);
        }
    }
}
