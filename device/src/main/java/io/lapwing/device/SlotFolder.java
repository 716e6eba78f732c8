package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A folder; its owner alone may read what is written there.
///
/// @param folder it must be there
record SlotFolder(Path folder) implements SlotDisk {
    private static final Set<StandardOpenOption> AFRESH =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);

    /// The folder that a file is in.
    static SlotFolder around(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw noFile(file);
        }
        return new SlotFolder(folder);
    }

    /// The file's name in it.
    static String nameOf(Path file) {
        Path name = file.toAbsolutePath().getFileName();
        if (name == null) {
            throw noFile(file);
        }
        return name.toString();
    }

    private static Fault noFile(Path path) {
        return Fault.badInput(path + " is a folder: want a file");
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        try {
            return Optional.of(Files.newInputStream(folder.resolve(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return Channels.newOutputStream(
                FileChannel.open(
                        folder.resolve(name),
                        AFRESH,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))));
    }

    @Override
    public void sync(String name) throws IOException {
        force(folder.resolve(name), StandardOpenOption.WRITE);
    }

    @Override
    public void move(String from, String to) throws IOException {
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        force(folder, StandardOpenOption.READ);
    }

    @Override
    public void remove(String name) throws IOException {
        if (Files.deleteIfExists(folder.resolve(name))) {
            force(folder, StandardOpenOption.READ);
        }
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
