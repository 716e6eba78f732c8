package io.lapwing.device;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A device's counters in one small text file: `DevNonce JoinNonce RJcount1` in decimal. Each store writes a new file,
/// syncs it and moves it over the old one, so that a cut of power leaves one or the other whole.
public final class FileDeviceMemory implements DeviceMemory {
    private static final int FILE_MAX_BYTES = 64;

    private final Path file;

    /// @param file need not exist; its folder must
    public FileDeviceMemory(Path file) {
        this.file = file;
    }

    @Override
    public DeviceCounters load() {
        if (!Files.exists(file)) {
            return DeviceCounters.START;
        }
        try {
            if (Files.size(file) > FILE_MAX_BYTES) {
                throw damaged();
            }
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException cause) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "device memory " + file + " cannot be read", cause);
        }
    }

    private DeviceCounters parse(String text) {
        if (!text.matches("\\d{1,8} \\d{1,8} \\d{1,8}\n")) {
            throw damaged();
        }
        String[] numbers = text.strip().split(" ", -1);
        return new DeviceCounters(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]));
    }

    private Fault damaged() {
        return new Fault(
                Fault.Kind.TAMPERED,
                "device memory " + file + " is not what was written: want three decimal numbers");
    }

    @Override
    public void store(DeviceCounters counters) {
        String text =
                counters.nextDevNonce()
                        + " "
                        + counters.lastJoinNonce()
                        + " "
                        + counters.nextRejoin1()
                        + "\n";
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            write(next, text);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException cause) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "device memory " + file + " cannot be written", cause);
        }
    }

    private static void write(Path path, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    /// The move itself must outlast a cut of power: the folder is synced too.
    private void syncFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
