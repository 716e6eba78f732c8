package io.lapwing.service;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log: one line a record, in UTC, to one stream. Code writes to it through `System.Logger`.
public final class Logs {
    /// Others that say at INFO what nobody asked.
    private static final Map<String, Level> QUIETED =
            Map.of(
                    "io.helidon", Level.WARNING,
                    "com.zaxxer.hikari", Level.WARNING,
                    "jdk", Level.WARNING,
                    "sun", Level.WARNING);

    private static final Json JSON = Json.strict().build();

    private Logs() {}

    /// How a line looks.
    public enum Format {
        /// `2026-01-02T03:04:05.678Z INFO logger message`, the trace of a fault after it on further lines.
        TEXT,
        /// An object with `time`, `level`, `logger`, `message` and, with a fault, `fault`.
        JSON
    }

    /// From where on records are written.
    public enum Threshold {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    /// What a record is in JSON.
    record Entry(
            String time, String level, String logger, String message, Optional<String> fault) {}

    /// Sets the log up for the whole process; a later call replaces it.
    public static void configure(Format format, Threshold threshold, PrintStream to) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(level(threshold));
        root.addHandler(new Lines(formatter(format), to));
        QUIETED.forEach((name, level) -> LogLevels.keep(name, level));
    }

    private static Level level(Threshold threshold) {
        return switch (threshold) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    private static Formatter formatter(Format format) {
        return switch (format) {
            case TEXT -> new Text();
            case JSON -> new Structured();
        };
    }

    private static String time(LogRecord record) {
        return record.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String level(LogRecord record) {
        int value = record.getLevel().intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String trace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString().strip();
    }

    private static final class Text extends Formatter {
        @Override
        public String format(LogRecord record) {
            // a message of several lines could pass for several records
            String message = formatMessage(record).replaceAll("\\R", " | ");
            String line =
                    String.join(
                            " ",
                            time(record),
                            level(record),
                            String.valueOf(record.getLoggerName()),
                            message);
            return record.getThrown() == null
                    ? line + "\n"
                    : line
                            + "\n    "
                            + trace(record.getThrown()).replaceAll("\\R", "\n    ")
                            + "\n";
        }
    }

    private static final class Structured extends Formatter {
        @Override
        public String format(LogRecord record) {
            Entry entry =
                    new Entry(
                            time(record),
                            level(record),
                            String.valueOf(record.getLoggerName()),
                            formatMessage(record),
                            Optional.ofNullable(record.getThrown()).map(Logs::trace));
            return JSON.text(entry) + "\n";
        }
    }

    private static final class Lines extends Handler {
        private final PrintStream to;

        Lines(Formatter formatter, PrintStream to) {
            this.to = to;
            setFormatter(formatter);
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            if (!isLoggable(record)) {
                return;
            }
            try {
                to.print(getFormatter().format(record));
            } catch (RuntimeException e) {
                reportError("record not written", e, ErrorManager.FORMAT_FAILURE);
            }
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
