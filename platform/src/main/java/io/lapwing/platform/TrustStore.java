package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import io.lapwing.trust.CentralParts;
import io.lapwing.trust.KeyGuard;
import io.lapwing.vault.Vault;
import io.lapwing.vault.memory.MemoryVault;
import io.lapwing.vault.memory.Seal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// A Central Entity's store and vault for as long as a demo or a bench lasts.
final class TrustStore implements AutoCloseable {
    private static final int MOST_RECORDS = 100_000;

    private static final String PREFIX = "lapwing-trust";
    private static final Path MEMORY = Path.of("/dev/shm");

    private final TemporaryFolder folder;
    private final Store store;
    private final Vault vault;
    private final Thread lastAct = new Thread(this::end, "trust-store-end");
    private boolean ended;

    private TrustStore(TemporaryFolder folder, Store store, Vault vault) {
        this.folder = folder;
        this.store = store;
        this.vault = vault;
    }

    /// Makes them in a temporary folder, which is gone at the end, also when the process is told to end before.
    static TrustStore open() {
        return open(TemporaryFolder.of(PREFIX));
    }

    /// The same in memory, where the system has a folder for that: for simulations in which no disk should count.
    static TrustStore openInMemory() {
        boolean there = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
        return there ? open(TemporaryFolder.in(MEMORY, PREFIX)) : open();
    }

    private static TrustStore open(TemporaryFolder folder) {
        var made =
                new TrustStore(
                        folder,
                        Stores.embedded(folder.path().resolve("store"), StoreOptions.of("trust")),
                        MemoryVault.create(
                                folder.path(),
                                new Seal.KeyFile(folder.path().resolve("seal.key")),
                                Aes.best()));
        Runtime.getRuntime().addShutdownHook(made.lastAct);
        return made;
    }

    Store store() {
        return store;
    }

    /// What a Central Entity is made of that has its keys from the vault.
    CentralParts parts(Aes aes) {
        return CentralParts.of(vault, aes, new SecureRandom());
    }

    /// The guard of a Central Entity of profile `ties-2024`.
    KeyGuard guard(Aes aes) {
        return parts(aes).guard();
    }

    /// What the audit log says: action, object and outcome.
    List<String> audit() {
        return store.audit().read(0, MOST_RECORDS).stream()
                .map(AuditLog.AuditRecord::event)
                .map(event -> event.action() + " " + event.object() + " " + event.outcome())
                .toList();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastAct);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook does the same.
        }
        end();
    }

    private synchronized void end() {
        if (!ended) {
            ended = true;
            store.close();
            vault.close();
            folder.close();
        }
    }
}
