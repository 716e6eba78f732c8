package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;

/// One line of comma-separated values (RFC 4180), without line breaks inside a field.
final class Csv {
    private Csv() {}

    static List<String> parse(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int at = 0;
        while (true) {
            at =
                    at < line.length() && line.charAt(at) == '"'
                            ? quoted(line, at + 1, field)
                            : bare(line, at, field);
            fields.add(field.toString());
            field.setLength(0);
            if (at == line.length()) {
                return fields;
            }
            at++;
        }
    }

    private static int bare(String line, int from, StringBuilder field) {
        int comma = line.indexOf(',', from);
        int end = comma < 0 ? line.length() : comma;
        field.append(line, from, end);
        return end;
    }

    private static int quoted(String line, int from, StringBuilder field) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at);
            boolean doubled = at + 1 < line.length() && line.charAt(at + 1) == '"';
            if (c != '"') {
                field.append(c);
                at++;
            } else if (doubled) {
                field.append('"');
                at += 2;
            } else if (at + 1 == line.length() || line.charAt(at + 1) == ',') {
                return at + 1;
            } else {
                throw Fault.badInput("text after a closing quote: want a comma");
            }
        }
        throw Fault.badInput("an unclosed quote: want \" at the end of the field");
    }

    /// A line that a spreadsheet shows as text, never computes: a field that starts like a formula gets an apostrophe.
    static String line(List<String> fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.isEmpty() ? "" : ",");
            line.append('"').append(harmless(field).replace("\"", "\"\"")).append('"');
        }
        return line.append('\n').toString();
    }

    private static String harmless(String field) {
        String flat = field.replaceAll("[\\p{Cntrl}]", " ");
        boolean formula = !flat.isEmpty() && "=+-@ ".indexOf(flat.charAt(0)) >= 0;
        return formula ? "'" + flat : flat;
    }
}
