package io.lapwing.kms;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The list of rows that an import refused: line, value, reason. A spreadsheet shows each field as text.
final class RefusedRows implements Closeable {
    private static final int MAX_VALUE = 16;

    private final FileChannel out;

    /// @param keep how many octets of an earlier run's list stand; what comes after them is written again
    RefusedRows(Path file, long keep) throws IOException {
        out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        out.truncate(keep);
        out.position(keep);
        if (out.position() == 0) {
            write(List.of("line", "device", "reason"));
        }
    }

    /// @param value the DevEUI as it was written; one too long to be an EUI-64 is not repeated, since it may be a key
    void add(long line, String value, String reason) throws IOException {
        String shown = value.length() > MAX_VALUE ? value.length() + " characters" : value;
        write(List.of(Long.toString(line), shown, reason));
    }

    private void write(List<String> fields) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(Csv.line(fields).getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            out.write(line);
        }
    }

    /// Makes the list durable.
    ///
    /// @return its length in octets
    long force() throws IOException {
        out.force(false);
        return out.position();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
