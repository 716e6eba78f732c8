package io.lapwing.service.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteKillTest extends KillContract {
    @TempDir private Path stores;

    @Override
    Backend backend() {
        try {
            return new SqliteBackend(Files.createTempDirectory(stores, "store"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
