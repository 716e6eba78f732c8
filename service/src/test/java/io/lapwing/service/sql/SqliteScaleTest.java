package io.lapwing.service.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteScaleTest extends ScaleContract {
    @TempDir private Path folder;

    @Override
    Backend backend() {
        try {
            return new SqliteBackend(Files.createTempDirectory(folder, "store"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    String explain() {
        return "EXPLAIN QUERY PLAN ";
    }

    @Override
    void demandIndex(String plan) {
        assertThat(plan)
                .contains("SEARCH ")
                .doesNotContain("SCAN store_", "SCAN audit_", "TEMP B-TREE");
    }

    @Override
    String bounded(String column) {
        return "SEARCH store_term USING PRIMARY KEY \\(kind=\\? AND name=\\? AND .*" + column;
    }
}
