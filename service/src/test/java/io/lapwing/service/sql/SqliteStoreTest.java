package io.lapwing.service.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
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

    @Test
    void newStoreHasSmallPagesAndEveryCommitInItsLogOnTheDisk() throws SQLException {
        try (SqliteEngine engine = new SqliteEngine(folder.resolve("new"))) {
            SqlStore.migrate(engine);

            try (Connection writer = engine.writer("main")) {
                assertThat(pragma(writer, "page_size")).isEqualTo("2048");
                assertThat(pragma(writer, "journal_mode")).isEqualTo("wal");
                // FULL: a commit waits for its sync
                assertThat(pragma(writer, "synchronous")).isEqualTo("2");
            }
        }
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA " + name)) {
            found.next();
            return found.getString(1);
        }
    }
}
