package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// JSON Lines: one document a line, in UTF-8, read and written as streams of any length within bounded memory.
public final class JsonLines {
    /// The longest line.
    public static final int LINE_LIMIT_BYTES = 64 * 1024;

    private JsonLines() {}

    /// A line as it was read.
    public sealed interface Line<T> {
        /// Its number, from 1.
        long number();

        /// A value.
        record Value<T>(long number, T value) implements Line<T> {}

        /// A line that is not what was wanted; the lines after it may be.
        ///
        /// @param why for people, without a value
        record Refused<T>(long number, String why) implements Line<T> {}
    }

    /// Reads values line by line; empty lines are skipped. For one thread.
    public static final class Reader<T> {
        private final InputStream in;
        private final Json json;
        private final Class<T> type;
        private final byte[] buffer = new byte[2 * LINE_LIMIT_BYTES];
        private int start;
        private int end;
        private boolean ended;
        private boolean overlong;
        private long number;
        private long offset;

        /// A reader over a stream, which it buffers itself.
        public Reader(InputStream in, Json json, Class<T> type) {
            this.in = in;
            this.json = json;
            this.type = type;
        }

        /// The next line; empty at the end.
        ///
        /// @throws Fault `UNAVAILABLE` when the stream cannot be read
        public Optional<Line<T>> next() {
            while (true) {
                int newline = newline();
                if (newline < 0 && !ended) {
                    fill();
                    continue;
                }
                if (newline < 0 && start == end && !overlong) {
                    return Optional.empty();
                }
                Optional<Line<T>> line = line(newline < 0 ? end : newline);
                if (line.isPresent()) {
                    return line;
                }
            }
        }

        /// Octets read so far, up to and with the last line: where to go on after a restart.
        public long offsetBytes() {
            return offset;
        }

        private Optional<Line<T>> line(int newline) {
            number++;
            int from = start;
            int length =
                    newline > from && buffer[newline - 1] == '\r'
                            ? newline - 1 - from
                            : newline - from;
            consume(Math.min(newline + 1, end));
            if (overlong || length > LINE_LIMIT_BYTES) {
                overlong = false;
                return Optional.of(
                        new Line.Refused<>(number, "line over " + LINE_LIMIT_BYTES + " bytes"));
            }
            return length == 0 ? Optional.empty() : Optional.of(parse(from, length));
        }

        private Line<T> parse(int from, int length) {
            try {
                return new Line.Value<>(number, json.read(buffer, from, length, type));
            } catch (Fault refusal) {
                return new Line.Refused<>(number, refusal.getMessage());
            }
        }

        private int newline() {
            for (int i = start; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        private void consume(int to) {
            offset += to - start;
            start = to;
        }

        /// Reads more; what is longer than a line may be is forgotten, and remembered as overlong.
        private void fill() {
            if (end - start > LINE_LIMIT_BYTES) {
                overlong = true;
                consume(end);
            }
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            try {
                int count = in.read(buffer, end, buffer.length - end);
                ended = count < 0;
                end += Math.max(count, 0);
            } catch (IOException e) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "stream of lines cannot be read", e);
            }
        }
    }

    /// Writes values line by line. For one thread.
    public static final class Writer {
        private final OutputStream out;
        private final Json json;

        /// A writer over a stream that buffers.
        public Writer(OutputStream out, Json json) {
            this.out = out;
            this.json = json;
        }

        /// Writes one line.
        ///
        /// @throws Fault `UNAVAILABLE` when the stream cannot be written
        public void write(Object value) {
            try {
                out.write(json.octets(value));
                out.write('\n');
            } catch (IOException e) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "stream of lines cannot be written", e);
            }
        }
    }
}
