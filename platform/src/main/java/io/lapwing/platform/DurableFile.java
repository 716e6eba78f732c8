package io.lapwing.platform;

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

/// A small file for its owner alone (mode 0600), written anew, synced and moved over the one before, so that a cut of power leaves
/// one or the other whole.
///
/// @param path its folder is there
record DurableFile(Path path) {
    private static final int MAX_BYTES = 64 * 1024;

    /// What it holds; empty where it is not there.
    ///
    /// @throws Fault `TAMPERED` when it is longer than anything that is written
    Optional<Bytes> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        path + " is longer than what was written: restore it from a backup");
            }
            return Optional.of(Bytes.of(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, path + " cannot be read", e);
        }
    }

    /// Keeps this, durable on return.
    void write(Bytes octets) {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try {
            try (FileChannel channel = newFile(next)) {
                ByteBuffer left = ByteBuffer.wrap(octets.toArray());
                while (left.hasRemaining()) {
                    channel.write(left);
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
            throw new Fault(Fault.Kind.UNAVAILABLE, path + " cannot be written", e);
        }
    }

    private static FileChannel newFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /// Keeps nothing more, durable on return.
    void remove() {
        try {
            if (Files.deleteIfExists(path)) {
                syncFolder();
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, path + " cannot be removed", e);
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
