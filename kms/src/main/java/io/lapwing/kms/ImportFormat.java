package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the lines of an import file are written: as JSON objects of texts, or as comma-separated values under a header.
/// The names are the same.
sealed interface ImportFormat {
    /// Reads a line into its fields, empty ones left out.
    SortedMap<String, String> fields(String line);

    /// One JSON object a line.
    record JsonLines(RowJson json) implements ImportFormat {
        @Override
        public SortedMap<String, String> fields(String line) {
            SortedMap<String, String> fields = json.readTexts(line);
            fields.values().removeIf(String::isEmpty);
            return fields;
        }
    }

    /// Comma-separated values.
    ///
    /// @param header the names of the columns
    record Separated(List<String> header) implements ImportFormat {
        public Separated {
            header = List.copyOf(header);
            for (String name : header) {
                ImportRow.requireKnown(name);
            }
            if (header.stream().distinct().count() != header.size()) {
                throw Fault.badInput("header with a column twice: want each once");
            }
        }

        @Override
        public SortedMap<String, String> fields(String line) {
            List<String> values = Csv.parse(line);
            if (values.size() != header.size()) {
                throw Fault.badInput(
                        values.size() + " fields: want " + header.size() + " as in the header");
            }
            SortedMap<String, String> fields = new TreeMap<>();
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i).strip();
                if (!value.isEmpty()) {
                    fields.put(header.get(i), value);
                }
            }
            return fields;
        }
    }

    /// The transport key in a file's first line: `{"transport":"<jwe>"}`, or `transport,<jwe>`.
    static Optional<String> transport(String line, RowJson json) {
        if (line.startsWith("{")) {
            Map<String, String> fields = json.readTexts(line);
            return fields.size() == 1
                    ? Optional.ofNullable(fields.get("transport"))
                    : Optional.empty();
        }
        List<String> values = Csv.parse(line);
        return values.size() == 2 && values.getFirst().equals("transport")
                ? Optional.of(values.getLast())
                : Optional.empty();
    }

    /// The format that the first line after the transport key shows.
    static ImportFormat of(String line, RowJson json) {
        return line.startsWith("{")
                ? new JsonLines(json)
                : new Separated(Csv.parse(line).stream().map(String::strip).toList());
    }
}
