package io.lapwing.device;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A process that guards nothing: it reads two keys of 16 octets and keeps them on its heap, until its input ends. Who looks for
/// keys in a core and finds none, looks for these first, so that it says something.
public final class Victim {
    private Victim() {}

    /// Holds what comes on standard input, and says `ready`.
    public static void main(String[] arguments) throws IOException {
        try (FileInputStream input = new FileInputStream(FileDescriptor.in);
                FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
            byte[] keys = input.readNBytes(32);
            output.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            while (input.read() >= 0) {
                keys[0] ^= 0;
            }
        }
    }
}
