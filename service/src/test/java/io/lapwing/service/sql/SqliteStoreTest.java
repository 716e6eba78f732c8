package io.lapwing.service.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContract {
    @TempDir private Path folder;

    @Override
    Backend backend() {
        try {
            return new SqliteBackend(Files.createTempDirectory(folder, "store"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
