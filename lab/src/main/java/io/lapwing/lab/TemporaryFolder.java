package io.lapwing.lab;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// An empty folder in the system's place for such, deleted on close with all that is in it.
final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    TemporaryFolder() {
        try {
            path = Files.createTempDirectory("lapwing-lab");
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no temporary folder can be made", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> fromTheLeaves = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : fromTheLeaves) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot delete " + path, e);
        }
    }
}
