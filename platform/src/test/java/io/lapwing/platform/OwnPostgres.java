package io.lapwing.platform;

import io.lapwing.service.sql.PrivatePostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A private PostgreSQL server in a folder that its user may enter, gone at the end.
final class OwnPostgres implements AutoCloseable {
    private final Path folder;
    private final PrivatePostgres server;

    private OwnPostgres(Path folder) {
        this.folder = folder;
        server = PrivatePostgres.start(folder);
    }

    static OwnPostgres start() throws IOException {
        return new OwnPostgres(Files.createTempDirectory("lapwing-postgres"));
    }

    /// What [KilledPlatform] is told of it.
    List<String> arguments() {
        return List.of(
                server.address().url(),
                server.address().user(),
                folder.resolve("password").toString());
    }

    PlatformConfig config() {
        return at("postgres");
    }

    /// The same on another database of this server.
    PlatformConfig at(String database) {
        return KilledPlatform.postgres(
                url(database), server.address().user(), folder.resolve("password").toString());
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
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
