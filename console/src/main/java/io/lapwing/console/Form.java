package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Request;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The fields of a posted form (`application/x-www-form-urlencoded`, WHATWG URL §5.1), each at most once.
///
/// @param fields in the order of the form, as they were typed
public record Form(Map<String, String> fields) {
    /// The most fields: a page of devices with a box each, and some.
    static final int MOST_FIELDS = 1_200;

    private static final String TYPE = "application/x-www-form-urlencoded";

    public Form {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// Reads the body of a request.
    ///
    /// @throws Fault `BAD_INPUT` for another media type, a field given twice, too many of them, or what is not UTF-8
    static Form of(Request request) {
        String type = request.header("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE)) {
            throw Fault.badInput("body of type \"" + type + "\": want " + TYPE);
        }
        return parse(text(request.body().toArray()));
    }

    /// Reads a body, or a query.
    ///
    /// @throws Fault `BAD_INPUT` for a field given twice, too many of them, or what is not UTF-8
    public static Form parse(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair :
                body.isEmpty() ? List.<String>of() : Arrays.asList(body.split("&", -1))) {
            if (fields.size() == MOST_FIELDS) {
                throw Fault.badInput("form of more than " + MOST_FIELDS + " fields");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (fields.putIfAbsent(name, value) != null) {
                throw Fault.badInput("form with a field given twice: want each once");
            }
        }
        return new Form(fields);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw Fault.badInput("form that is not UTF-8");
        }
    }

    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\uFFFD') >= 0 || decoded.indexOf('\0') >= 0) {
                throw Fault.badInput("form with a value that is not text in UTF-8");
            }
            return decoded.replace("\r\n", "\n");
        } catch (IllegalArgumentException _) {
            throw Fault.badInput("form: want %, two hexadecimal digits");
        }
    }

    /// What was typed, without space around it; empty when there is no such field.
    String text(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    /// What was typed, to the last space.
    String exact(String name) {
        return fields.getOrDefault(name, "");
    }

    /// What was typed, when something was.
    Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /// What was typed a line each; empty lines are none.
    List<String> lines(String name) {
        return eachLine(text(name)).toList();
    }

    static Stream<String> eachLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    /// The version that the thing had when the form was made; none when the form has none.
    OptionalLong version() {
        try {
            return optional("version").stream().mapToLong(Long::parseLong).findFirst();
        } catch (NumberFormatException _) {
            throw Fault.badInput("version of what is changed: want a number");
        }
    }

    /// Whether a box is checked.
    boolean checked(String name) {
        return fields.containsKey(name);
    }

    /// The ends of the names of the boxes that are checked: of `device.A` and `device.B`, A and B.
    List<String> picked(String prefix) {
        return fields.keySet().stream()
                .filter(name -> name.startsWith(prefix + "."))
                .map(name -> name.substring(prefix.length() + 1))
                .toList();
    }

    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
