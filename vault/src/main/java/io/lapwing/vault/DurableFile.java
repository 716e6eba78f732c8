package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A small file for its owner alone (mode 0600) that is replaced as a whole: after a cut of power it holds the old octets or the new,
/// and once a write has returned the new.
///
/// @param path its folder must be there
public record DurableFile(Path path) {
    private static final Set<StandardOpenOption> AFRESH =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /// What it holds; empty where it is not there.
    ///
    /// @param longest the most octets that are ever written to it
    /// @throws Fault `TAMPERED` when it is longer
    public Optional<Bytes> read(int longest) {
        if (Files.notExists(path)) {
            return Optional.empty();
        }
        try {
            long length = Files.size(path);
            if (length > longest) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "%s of %d bytes: want at most %d, restore it from a backup"
                                .formatted(path, length, longest));
            }
            return Optional.of(Bytes.of(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, path + " cannot be read: check its rights", e);
        }
    }

    /// Keeps this, durable on return.
    public void write(Bytes octets) {
        write(ByteBuffer.wrap(octets.toArray()));
    }

    /// Keeps what is left of a buffer, such as a secret's, of which no copy is made here.
    public void write(ByteBuffer octets) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel =
                    FileChannel.open(
                            next,
                            AFRESH,
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
                channel.force(true);
            }
            Files.move(
                    next,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, path + " cannot be written: check space and rights", e);
        }
    }

    /// Keeps nothing more, durable on return.
    public void remove() {
        try {
            if (Files.deleteIfExists(path)) {
                syncFolder();
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, path + " cannot be removed: check its rights", e);
        }
    }

    /// What was moved or removed must outlast a cut of power: the folder is synced too.
    private void syncFolder() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
