package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.util.Optional;

/// What an import file begins with.
///
/// @param transport the sealed transport key under which its keys are sealed, if it brings one
/// @param format of its rows
/// @param first the first row, where the line that showed the format is one
record ImportHead(
        Optional<String> transport, ImportFormat format, Optional<ImportLines.Line> first) {
    static ImportHead read(ImportLines lines) throws IOException {
        RowJson json = new RowJson();
        ImportLines.Line line = next(lines);
        Optional<String> transport = ImportFormat.transport(text(line), json);
        if (transport.isPresent()) {
            line = next(lines);
        }
        ImportFormat format = ImportFormat.of(text(line), json);
        return switch (format) {
            case ImportFormat.JsonLines _ -> new ImportHead(transport, format, Optional.of(line));
            case ImportFormat.Separated _ -> new ImportHead(transport, format, Optional.empty());
        };
    }

    private static ImportLines.Line next(ImportLines lines) throws IOException {
        return lines.next()
                .orElseThrow(() ->
                        Fault.badInput(
                                "import file ends before its first row: want JSON objects, or"
                                        + " a CSV header and rows"));
    }

    private static String text(ImportLines.Line line) {
        return line.text()
                .orElseThrow(() ->
                        Fault.badInput(
                                "line "
                                        + line.number()
                                        + " is too long: want at most "
                                        + ImportLines.MAX_LINE_BYTES
                                        + " bytes"));
    }
}
