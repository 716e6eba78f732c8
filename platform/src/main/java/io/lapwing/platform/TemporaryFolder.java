package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is gone, with all in it, when it is closed.
record TemporaryFolder(Path path) implements AutoCloseable {
    /// Makes one below another folder.
    ///
    /// @param prefix of its name
    /// @throws Fault `UNAVAILABLE` when it cannot be made there
    static TemporaryFolder in(Path parent, String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "cannot make a folder in " + parent + ": choose another with --folder",
                    e);
        }
    }

    /// Lets other users pass through, though not look: a PostgreSQL server below it may be another user's
    /// ([io.lapwing.service.sql.PrivatePostgres]).
    TemporaryFolder passable() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : innermostFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
