package io.lapwing.service.sql;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
final class PostgresKillTest extends KillContract {
    private final PostgresServer.Running server;

    PostgresKillTest(PostgresServer.Running server) {
        this.server = server;
    }

    @Override
    Backend backend() {
        return server.schema();
    }
}
