package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.Lapwing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// An application on a device, as a process of its own: `DemoApplication STACK READING`. This is all that it takes to send a
/// protected reading.
final class DemoApplication {
    private DemoApplication() {}

    public static void main(String[] arguments) {
        Bytes reading = Bytes.of(arguments[1].getBytes(StandardCharsets.UTF_8));
        try (Lapwing lapwing = Lapwing.connect(Path.of(arguments[0]))) {
            lapwing.send(reading);
        }
    }
}
