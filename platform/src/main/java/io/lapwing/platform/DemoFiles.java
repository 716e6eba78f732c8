package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What somebody does to files of a device who reaches its memory and not its programs.
final class DemoFiles {
    private DemoFiles() {}

    /// Octets of a file.
    static ByteBuffer read(Path file, long at, int lengthBytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer octets = ByteBuffer.allocate(lengthBytes);
            int read = 0;
            while (octets.hasRemaining() && read >= 0) {
                read = channel.read(octets, at + octets.position());
            }
            return octets.flip();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be read", e);
        }
    }

    /// Puts octets over those of a file.
    static void write(Path file, long at, ByteBuffer octets) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = octets.duplicate();
            while (left.hasRemaining()) {
                channel.write(left, at + left.position());
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be written", e);
        }
    }

    /// Changes one bit.
    static void flip(Path file, long at) {
        ByteBuffer octet = read(file, at, 1);
        octet.put(0, (byte) (octet.get(0) ^ 1));
        write(file, at, octet);
    }
}
