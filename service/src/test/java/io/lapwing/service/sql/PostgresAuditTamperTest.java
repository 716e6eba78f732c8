package io.lapwing.service.sql;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
final class PostgresAuditTamperTest extends AuditTamperContract {
    private final PostgresServer.Running server;

    PostgresAuditTamperTest(PostgresServer.Running server) {
        this.server = server;
    }

    @Override
    Backend backend() {
        return server.schema();
    }
}
