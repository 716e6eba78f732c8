package io.lapwing.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file of Linux's industrial I/O subsystem: each read of it measures, and says a decimal number
/// (`Documentation/ABI/testing/sysfs-bus-iio`).
final class IioFile {
    /// A value in a file is a short number and a line's end.
    private static final int VALUE_MAX_BYTES = 32;

    private static final String NUMBER = "-?[0-9]{1,9}(\\.[0-9]{1,12})?";

    private IioFile() {}

    /// What a file says; nothing when that is no number.
    static Optional<String> number(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text =
                    new String(in.readNBytes(VALUE_MAX_BYTES), StandardCharsets.US_ASCII).strip();
            return text.matches(NUMBER) ? Optional.of(text) : Optional.empty();
        }
    }
}
