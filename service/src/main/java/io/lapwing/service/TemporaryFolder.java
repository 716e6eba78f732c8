package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder that is gone, with all in it, when it is closed. Each method throws `UNAVAILABLE` for what the file system
/// refuses.
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /// Makes one in the system's place for such.
    ///
    /// @param prefix of its name
    public static TemporaryFolder of(String prefix) {
        return in(Path.of(System.getProperty("java.io.tmpdir")), prefix);
    }

    /// Makes one below another folder.
    ///
    /// @param prefix of its name
    public static TemporaryFolder in(Path parent, String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "cannot make a folder in "
                            + parent
                            + ": want one that is there and takes files",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    /// Lets other users pass through, though not look: a PostgreSQL server below it may be another user's
    /// ([io.lapwing.service.sql.PrivatePostgres]).
    public TemporaryFolder passable() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
            return this;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot let others into " + path, e);
        }
    }

    /// Deletes a folder with all in it, if it is there.
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : innermostFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, folder + " cannot be removed", e);
        }
    }

    @Override
    public void close() {
        delete(path);
    }
}
