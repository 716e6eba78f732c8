package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import io.lapwing.trust.KeyGuard;
import io.lapwing.trust.SoftwareGuard;
import java.util.List;

/// A Central Entity's store and guard for as long as a demo or a bench lasts.
final class TrustStore implements AutoCloseable {
    private static final int GUARD_KEY_BYTES = 32;
    private static final int MOST_RECORDS = 100_000;

    private final TemporaryFolder folder = TemporaryFolder.of("lapwing-trust");
    private final Thread lastAct = new Thread(this::end, "trust-store-end");
    private final Secret guardKey = Secret.random(GUARD_KEY_BYTES);
    private final Store store;
    private boolean ended;

    TrustStore() {
        Runtime.getRuntime().addShutdownHook(lastAct);
        store = Stores.embedded(folder.path().resolve("store"), StoreOptions.of("trust"));
    }

    Store store() {
        return store;
    }

    KeyGuard guard(Aes aes) {
        return new SoftwareGuard(aes, guardKey);
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
            folder.close();
            guardKey.close();
        }
    }
}
