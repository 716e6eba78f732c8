package io.lapwing.service.sql;

import io.lapwing.service.TemporaryFolder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One private PostgreSQL server for all tests of a run that ask for it; stopped after the last.
final class PostgresServer implements BeforeAllCallback, ParameterResolver {
    static final class Running implements AutoCloseable {
        private final TemporaryFolder folder = TemporaryFolder.of("lapwing-postgres-test");
        private final PrivatePostgres server = PrivatePostgres.start(folder.path());
        private final AtomicInteger schemas = new AtomicInteger();

        Backend schema() {
            return new PostgresBackend(server.address(), "t" + schemas.incrementAndGet());
        }

        @Override
        public void close() {
            server.close();
            folder.close();
        }
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(PostgresServer.class))
                .computeIfAbsent(Running.class, _ -> new Running(), Running.class);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }
}
