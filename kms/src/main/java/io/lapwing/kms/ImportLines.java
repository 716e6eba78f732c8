package io.lapwing.kms;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The lines of an import file, one after the other, in constant memory however long a line is.
final class ImportLines implements Closeable {
    /// The longest line that is taken: two keys sealed by RSA and all columns fit four times.
    static final int MAX_LINE_BYTES = 16 * 1024;

    private static final int BUFFER_BYTES = 256 * 1024;

    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private long number;
    private long offset;

    ImportLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    /// A line.
    ///
    /// @param number from 1
    /// @param text empty when the line is too long
    /// @param end how many octets of the file come before the next line
    record Line(long number, Optional<String> text, long end) {}

    Optional<Line> next() throws IOException {
        int length = 0;
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        number++;
        while (octet >= 0 && octet != '\n') {
            offset++;
            if (length < MAX_LINE_BYTES) {
                line[length] = (byte) octet;
            }
            length++;
            octet = in.read();
        }
        offset++;
        return Optional.of(new Line(number, text(length), offset));
    }

    private Optional<String> text(int length) {
        if (length > MAX_LINE_BYTES) {
            return Optional.empty();
        }
        boolean returned = length > 0 && line[length - 1] == '\r';
        return Optional.of(
                new String(line, 0, returned ? length - 1 : length, StandardCharsets.UTF_8));
    }

    /// Goes on after the line of this number, which ends at this offset.
    void skipTo(long afterLine, long end) throws IOException {
        in.skipNBytes(end - offset);
        offset = end;
        number = afterLine;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
