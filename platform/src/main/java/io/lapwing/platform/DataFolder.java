package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Where one instance keeps what is its own: configuration, vault, store, certificates, the administrators' socket.
///
/// Only its owner may enter it (mode 0700), and one process at a time holds its lock.
record DataFolder(Path root) {
    /// A Unix socket's path may have 107 octets (`sun_path` of unix(7) less the final zero).
    private static final int SOCKET_PATH_MAX_BYTES = 107;

    /// How long a folder that another process holds is waited for: a platform's first start makes an RSA key pair.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    Path configuration() {
        return root.resolve("lapwing.toml");
    }

    Path vault() {
        return root.resolve("vault");
    }

    Path store() {
        return root.resolve("store");
    }

    Path tls() {
        return root.resolve("tls");
    }

    /// By which the chip of this instance's Central Entity is known again: its storage key, to which nodes seal theirs.
    DurableFile centralChip() {
        return new DurableFile(root.resolve("central-chip"));
    }

    /// The secret of the first run, while it holds.
    Path firstRun() {
        return root.resolve("first-run");
    }

    Path adminSocket() {
        Path socket = root.resolve("admin.sock").toAbsolutePath();
        if (socket.toString().length() > SOCKET_PATH_MAX_BYTES) {
            throw Fault.badInput(
                    "data folder path of "
                            + root.toAbsolutePath().toString().length()
                            + " characters: want at most "
                            + (SOCKET_PATH_MAX_BYTES - "/admin.sock".length())
                            + ", choose a shorter --data");
        }
        return socket;
    }

    /// Makes the folder if it is not there, for its owner alone.
    void create() {
        try {
            if (!Files.isDirectory(root)) {
                Path parent = root.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        root,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "cannot make the data folder " + root + ": " + e.getMessage(),
                    e);
        }
    }

    /// Takes the folder for this process until the lock is closed. A command that is about to end, or a platform that has
    /// only just begun, is waited for.
    ///
    /// @param patience how long; not at all for a platform that serves
    /// @throws Fault `CONFLICT` while another process holds it
    Lock lock(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Lock> held = tryLock();
        while (held.isEmpty() && !Files.exists(adminSocket()) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            held = tryLock();
        }
        return held.orElseThrow(() ->
                new Fault(
                        Fault.Kind.CONFLICT,
                        "the data folder "
                                + root
                                + " is in use by a running lapwing: stop it first"));
    }

    private Optional<Lock> tryLock() {
        try {
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                FileLock held = channel.tryLock();
                if (held != null) {
                    return Optional.of(new Lock(channel));
                }
            } catch (OverlappingFileLockException _) {
                // This process holds it already: the same answer as for another one.
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder, held by this process.
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
