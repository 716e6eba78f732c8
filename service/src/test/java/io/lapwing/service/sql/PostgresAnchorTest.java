package io.lapwing.service.sql;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
final class PostgresAnchorTest extends AnchorContract {
    private final PostgresServer.Running server;

    PostgresAnchorTest(PostgresServer.Running server) {
        this.server = server;
    }

    @Override
    Backend backend() {
        return server.schema();
    }
}
