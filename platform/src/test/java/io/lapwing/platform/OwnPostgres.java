package io.lapwing.platform;

import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.sql.PostgresAddress;
import io.lapwing.service.sql.PrivatePostgres;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// A private PostgreSQL server in a folder that its user may enter, gone at the end.
final class OwnPostgres implements AutoCloseable {
    private final TemporaryFolder folder = TemporaryFolder.of("lapwing-postgres");
    private final PrivatePostgres server;

    private OwnPostgres() {
        server = PrivatePostgres.start(folder.path());
    }

    static OwnPostgres start() {
        return new OwnPostgres();
    }

    /// What [KilledPlatform] is told of it.
    List<String> arguments() {
        return List.of(server.address().url(), server.address().user(), passwordFile());
    }

    private String passwordFile() {
        return folder.path().resolve("password").toString();
    }

    PlatformConfig config() {
        return at("postgres");
    }

    /// The same on another database of this server.
    PlatformConfig at(String database) {
        return KilledPlatform.postgres(url(database), server.address().user(), passwordFile());
    }

    /// Makes another database on this server.
    PlatformConfig create(String database) {
        PostgresAddress address = server.address();
        String password =
                new String(
                        address.password().segment().toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8);
        try (Connection connection =
                        DriverManager.getConnection(address.url(), address.user(), password);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return at(database);
    }

    String url(String database) {
        return server.address().url().replaceFirst("/postgres$", "/" + database);
    }

    PrivatePostgres server() {
        return server;
    }

    void kill() {
        server.kill();
    }

    void startAgain() {
        server.startAgain();
    }

    @Override
    public void close() {
        server.close();
        folder.close();
    }
}
