package io.lapwing.vault.memory;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that is replaced as a whole: after a crash it holds the old octets or the new, and once a write has returned
/// the new. Its owner alone may read it.
final class DurableFile {
    private static final Set<StandardOpenOption> AFRESH =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private DurableFile() {}

    static void write(Path file, byte[] octets) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw Fault.badInput(file + " is a folder: want a file");
        }
        Path fresh = folder.resolve(absolute.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            AFRESH,
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer buffer = ByteBuffer.wrap(octets);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, file + " cannot be written: check space and rights", e);
        }
    }

    /// All octets of a file that must be there.
    static byte[] read(Path file, int longestBytes) {
        try {
            if (Files.size(file) > longestBytes) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "%s of %d bytes: want at most %d"
                                .formatted(file, Files.size(file), longestBytes));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be read", e);
        }
    }
}
