package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Kms;
import io.lapwing.kms.NonceReplay;
import io.lapwing.service.AnchorKeeper;
import io.lapwing.service.RestoredStore;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.Stores;
import io.lapwing.vault.Vault;
import io.lapwing.vault.memory.MemoryVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/// Takes a backup back into an instance that does not run, so that no number used since is accepted again.
///
/// The embedded store is made beside the one that is there, which is moved aside only when all else went well; the vault
/// accepts the new one last. Stopped or killed anywhere before that, the instance refuses to open, and the restore can be
/// run again. A PostgreSQL database must be empty.
final class Restoration {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final DataFolder folder;
    private final PlatformConfig config;
    private final Map<String, String> environment;
    private final Terminal terminal;

    Restoration(
            DataFolder folder,
            PlatformConfig config,
            Map<String, String> environment,
            Terminal terminal) {
        this.folder = folder;
        this.config = config;
        this.environment = environment;
        this.terminal = terminal;
    }

    /// What to restore.
    ///
    /// @param backup what `admin backup` wrote
    /// @param tail an export of the audit log that goes on where the backup's ends
    /// @param gap joins of one device that the backup may miss, where no tail tells of them
    /// @param replace whether to put it in the place of a store that the vault would take
    record Order(Path backup, Optional<Path> tail, Optional<Integer> gap, boolean replace) {
        Order {
            if (!Files.isReadable(backup)) {
                throw Fault.badInput(backup + " cannot be read: want a backup");
            }
        }
    }

    /// What became of it.
    ///
    /// @param lines of the backup
    /// @param missing audit records that the vault has witnessed and the backup lacks
    /// @param replayed what the tail told the rows, where there is one
    /// @param raised devices whose counters were raised for a gap
    /// @param aside where the store went that was there
    record Restored(
            long lines,
            long missing,
            Optional<NonceReplay.Replayed> replayed,
            Optional<Long> raised,
            Optional<String> aside,
            long auditRecords) {}

    Restored run(Actor actor, Order order) {
        folder.create();
        try (DataFolder.Lock _ = folder.lock(DataFolder.PATIENCE);
                Vault vault = vault()) {
            return switch (config.store().engine()) {
                case EMBEDDED -> embedded(actor, order, vault);
                case POSTGRES -> postgres(actor, order, vault);
            };
        }
    }

    private Vault vault() {
        if (config.vault().adapter() == PlatformConfig.VaultAdapter.MEMORY
                && !MemoryVault.isIn(folder.vault())) {
            throw noVault();
        }
        Vault vault = new VaultOpening(config.vault(), folder.vault(), environment).open();
        if (vault.anchor().epoch() == 0) {
            vault.close();
            throw noVault();
        }
        return vault;
    }

    private Fault noVault() {
        return new Fault(
                Fault.Kind.NOT_FOUND,
                "no vault that ever served a store: bring back the vault that the backup belongs to"
                        + " first, no other opens its keys");
    }

    private Restored embedded(Actor actor, Order order, Vault vault) {
        if (!order.replace()) {
            refuseToLoseNewest(vault);
        }
        Path fresh = folder.root().resolve("store.restoring");
        TemporaryFolder.delete(fresh);
        Steps steps = new Steps(actor, order, vault);
        try (Progress progress = terminal.progress("lines", 0)) {
            steps.lines = Stores.restoreEmbedded(order.backup(), fresh, progress::at);
        }
        try (Store store = Stores.embedded(fresh, Platform.options(config, vault))) {
            steps.bringBack(store);
        } catch (RuntimeException e) {
            TemporaryFolder.delete(fresh);
            throw e;
        }
        Optional<Path> aside = swap(fresh);
        aside.ifPresent(path -> terminal.note("the store that was there is now " + path));
        try (Store store = Stores.embedded(folder.store(), Platform.options(config, vault))) {
            return steps.accept(store, aside.map(Path::toString));
        }
    }

    private Restored postgres(Actor actor, Order order, Vault vault) {
        Steps steps = new Steps(actor, order, vault);
        try (Progress progress = terminal.progress("lines", 0)) {
            steps.lines =
                    Stores.restorePostgres(
                            order.backup(),
                            Platform.address(config.store(), environment),
                            progress::at);
        }
        boolean broughtBack = false;
        try (Store store =
                Stores.postgres(
                        Platform.address(config.store(), environment),
                        Platform.options(config, vault))) {
            steps.bringBack(store);
            broughtBack = true;
            return steps.accept(store, Optional.empty());
        } catch (RuntimeException e) {
            if (!broughtBack) {
                discard(e);
            }
            throw e;
        }
    }

    /// The database was empty before, and is so again for the next try.
    private void discard(RuntimeException why) {
        try {
            Stores.discardPostgres(Platform.address(config.store(), environment));
        } catch (Fault fault) {
            why.addSuppressed(fault);
        }
    }

    /// A store that the vault takes is the newest there is: nobody wants a backup in its place by mistake.
    private void refuseToLoseNewest(Vault vault) {
        if (!Files.isDirectory(folder.store())) {
            return;
        }
        try (Store store = Stores.embedded(folder.store(), Platform.options(config, vault))) {
            AnchorKeeper.Witness witness = Platform.witness(vault);
            long witnessed = witness.read().epoch();
            boolean taken =
                    (store.epoch() == witnessed || store.epoch() == witnessed + 1)
                            && new RestoredStore(store, witness).standing()
                                    instanceof RestoredStore.Standing.Complete;
            if (!taken) {
                return;
            }
        } catch (Fault fault) {
            terminal.note("the store that is there does not open: " + fault.getMessage());
            return;
        }
        throw new Fault(
                Fault.Kind.CONFLICT,
                "the store that is there is the newest, and opens: a restore would lose what came after"
                        + " the backup; --replace does it all the same");
    }

    private Optional<Path> swap(Path fresh) {
        Path store = folder.store();
        Path aside =
                folder.root()
                        .resolve("store.before-" + STAMP.format(InstantSource.system().instant()));
        try {
            boolean there = Files.isDirectory(store);
            if (there) {
                Files.move(store, aside);
            }
            Files.move(fresh, store);
            return there ? Optional.of(aside) : Optional.empty();
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the restored store cannot be put in its place: " + e.getMessage(),
                    e);
        }
    }

    /// What is done to the restored rows, in this order, and what is known of it.
    private final class Steps {
        private final Actor actor;
        private final Order order;
        private final Vault vault;
        private long lines;
        private long missing;
        private Optional<NonceReplay.Replayed> replayed = Optional.empty();
        private Optional<Long> raised = Optional.empty();

        Steps(Actor actor, Order order, Vault vault) {
            this.actor = actor;
            this.order = order;
            this.vault = vault;
        }

        void bringBack(Store store) {
            RestoredStore restored = new RestoredStore(store, Platform.witness(vault));
            switch (restored.standing()) {
                case RestoredStore.Standing.Complete complete ->
                        terminal.note(
                                "%,d lines restored; the audit log is whole, %,d records"
                                        .formatted(lines, complete.head().size()));
                case RestoredStore.Standing.Gap gap -> {
                    missing = Math.max(0, gap.witnessedSize() - gap.head().size());
                    terminal.note(
                            "%,d lines restored; the audit log has %,d records, the vault has witnessed %,d"
                                    .formatted(lines, gap.head().size(), gap.witnessedSize()));
                    requireRemedy(gap);
                }
            }
            Kms kms = new Kms(store, vault, InstantSource.system(), System::nanoTime);
            order.tail().ifPresent(tail -> replay(kms, restored, tail));
            order.gap().ifPresent(margin -> raise(kms, margin));
        }

        private void requireRemedy(RestoredStore.Standing.Gap gap) {
            if (order.tail().isEmpty() && order.gap().isEmpty()) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "the backup lacks audit records: it has %d, the vault has witnessed %d; give them back with --audit-tail FILE, or say with --accept-gap N how often one device may have joined since"
                                .formatted(gap.head().size(), gap.witnessedSize()));
            }
        }

        private void replay(Kms kms, RestoredStore restored, Path tail) {
            long from = restored.appendTail(tail, vault.signingKey());
            terminal.note("the audit tail is in, from record %,d on".formatted(from));
            NonceReplay.Replayed told;
            try (Progress progress = terminal.progress("records", 0)) {
                told = kms.nonceReplay().run(actor, from, progress::at);
            }
            terminal.note("%,d joins of the tail remembered".formatted(told.joins()));
            replayed = Optional.of(told);
        }

        private void raise(Kms kms, int margin) {
            try (Progress progress = terminal.progress("devices", 0)) {
                raised =
                        Optional.of(
                                kms.nonceMargin()
                                        .raise(actor, margin, state -> progress.at(state.done())));
            }
            terminal.note(
                    "counters of %,d devices raised by %,d; devices with random DevNonces wait for approval"
                            .formatted(raised.orElse(0L), margin));
        }

        Restored accept(Store store, Optional<String> aside) {
            long records =
                    new RestoredStore(store, Platform.witness(vault))
                            .accept(Instant.now(), actor.toString())
                            .size();
            return new Restored(lines, missing, replayed, raised, aside, records);
        }
    }
}
