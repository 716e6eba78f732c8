package io.lapwing.service.sql;

import io.lapwing.service.Store;
import java.nio.file.Path;

/// One engine with one empty store, for the tests that both engines pass.
interface Backend extends AutoCloseable {
    Store open(StoreOptions options);

    /// Changes the tables behind the store's back.
    void tamper(String sql, Object... parameters);

    /// Makes each new audit chunk fail, as a full disk does.
    void blockAudit();

    void unblockAudit();

    long restore(Path backup);

    /// The engine alone, for readings.
    Engine engine();

    /// What a child process opens the store with.
    java.util.List<String> address();

    @Override
    void close();
}
