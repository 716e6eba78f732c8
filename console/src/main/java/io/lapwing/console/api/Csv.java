package io.lapwing.console.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Lines of a table (RFC 4180).
final class Csv {
    /// What makes spreadsheets take a cell for a formula (OWASP, CSV Injection).
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private Csv() {}

    static byte[] line(List<String> cells) {
        return (cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The cell in quotes where it needs them, with an apostrophe before what would be a formula.
    static String cell(String text) {
        String safe =
                !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
