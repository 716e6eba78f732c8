package io.lapwing.service.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One private PostgreSQL server for all tests of a run that ask for it; stopped after the last.
final class PostgresServer implements BeforeAllCallback, ParameterResolver {
    static final class Running implements AutoCloseable {
        private final Path folder;
        private final PrivatePostgres server;
        private final AtomicInteger schemas = new AtomicInteger();

        Running() {
            try {
                folder = Files.createTempDirectory("lapwing-postgres-test");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            server = PrivatePostgres.start(folder);
        }

        Backend schema() {
            return new PostgresBackend(server.address(), "t" + schemas.incrementAndGet());
        }

        @Override
        public void close() throws IOException {
            server.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
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
