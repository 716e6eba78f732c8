package io.lapwing.service.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
final class PostgresScaleTest extends ScaleContract {
    private final PostgresServer.Running postgres;

    PostgresScaleTest(PostgresServer.Running postgres) {
        this.postgres = postgres;
    }

    @Override
    Backend backend() {
        return postgres.schema();
    }

    @Override
    String explain() {
        return "EXPLAIN ";
    }

    @Override
    void demandIndex(String plan) {
        assertThat(plan).contains("Index Cond").doesNotContain("Seq Scan", "Sort");
    }

    @Override
    String bounded(String column) {
        return "Index Cond: .*" + column;
    }
}
