package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The chip that a module is built on.
public interface BootChip {
    int SHORTEST_ID_BYTES = 8;
    int LONGEST_ID_BYTES = 64;

    /// The number that was set when the chip was made, and that nothing changes: 8 to 64 octets.
    Bytes id();

    /// A chip whose number the system shows in a file, such as `/proc/device-tree/serial-number`. Blanks, ends of line
    /// and zeros behind it do not belong to it.
    static BootChip inFile(Path file) {
        return () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return trimmed(in.readNBytes(LONGEST_ID_BYTES + 2));
            } catch (IOException cause) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE, "chip number " + file + " cannot be read", cause);
            }
        };
    }

    private static Bytes trimmed(byte[] octets) {
        int length = octets.length;
        while (length > 0 && octets[length - 1] >= 0 && octets[length - 1] <= ' ') {
            length--;
        }
        return Bytes.of(octets).slice(0, length);
    }
}
