package io.lapwing.device;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A process that guards nothing: it reads keys and keeps them, until its input ends.
final class Victim {
    private Victim() {}

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
