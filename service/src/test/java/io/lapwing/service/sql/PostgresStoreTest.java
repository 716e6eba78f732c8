package io.lapwing.service.sql;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
final class PostgresStoreTest extends StoreContract {
    private final PostgresServer.Running server;

    PostgresStoreTest(PostgresServer.Running server) {
        this.server = server;
    }

    @Override
    Backend backend() {
        return server.schema();
    }
}
