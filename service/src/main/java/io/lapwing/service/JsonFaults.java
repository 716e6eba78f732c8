package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns what Jackson says into faults that name the field and the remedy and show no value.
final class JsonFaults {
    private static final int SHOWN_NAME_CHARS = 64;
    private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']*)[\"']");

    private JsonFaults() {}

    static Fault of(JacksonException e) {
        return Fault.badInput(where(e) + ": " + what(e));
    }

    static Fault unwritable(Object value, JacksonException e) {
        return new Fault(
                Fault.Kind.INTERNAL, value.getClass().getSimpleName() + " cannot be written", e);
    }

    /// Carries a value type's refusal through Jackson, which adds the path.
    static JacksonException refusedBy(JsonParser parser, Fault refusal) {
        return new Refused(parser, refusal);
    }

    private static String what(JacksonException e) {
        Optional<Fault> refusal = refusal(e);
        if (refusal.isPresent()) {
            return refusal.get().getMessage();
        }
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case StreamConstraintsException _ ->
                    "too deep or too long: want at most "
                            + (Json.DEPTH_LIMIT + " levels, texts of " + Json.TEXT_LIMIT_CHARS)
                            + (" and names of " + Json.NAME_LIMIT_CHARS + " characters");
            case InputCoercionException range ->
                    "a number out of range, want " + wanted(range.getTargetType());
            case MismatchedInputException mismatch -> mismatch(mismatch, message);
            case DatabindException _ -> "does not fit";
            default -> syntax(message);
        };
    }

    private static String mismatch(MismatchedInputException e, String message) {
        if (message.startsWith("Missing required creator property")) {
            return "missing, want " + wanted(e.getTargetType());
        }
        if (message.startsWith("Trailing token")) {
            return "more after the document: want one document";
        }
        if (message.startsWith("No content")) {
            return "empty: want a document";
        }
        if (message.startsWith("Invalid `null`") || message.startsWith("Cannot map `null`")) {
            boolean item =
                    !e.getPath().isEmpty() && e.getPath().getLast().getPropertyName() == null;
            return "null, want " + (item ? "a value" : wanted(e.getTargetType()));
        }
        return found(e) + ", want " + wanted(e.getTargetType());
    }

    private static String found(MismatchedInputException e) {
        JsonToken token = e.getCurrentToken();
        if (token == null) {
            return "does not fit";
        }
        return switch (token) {
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case START_ARRAY, END_ARRAY -> "a list";
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "a value";
        }
        if (type.isEnum()) {
            return "one of " + java.util.Arrays.toString(type.getEnumConstants());
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number of 32 bits";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number of 64 bits";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "a text";
    }

    private static String unknown(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        String hint =
                Nearest.hint(e.getPropertyName(), known == null ? java.util.List.of() : known);
        return "unknown field" + hint;
    }

    private static String syntax(String message) {
        if (message.startsWith("Duplicate Object property")) {
            return "field " + quoted(message) + " twice: want each field once";
        }
        return "not JSON: want one document of RFC 8259 in UTF-8";
    }

    private static String where(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(step.getPropertyName()));
            }
        }
        return path.isEmpty() ? "document" : "field " + path;
    }

    private static String quoted(String message) {
        Matcher matcher = QUOTED.matcher(message);
        return matcher.find() ? shown(matcher.group(1)) : "";
    }

    /// A name of the caller's making, fit to be shown.
    static String shown(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= SHOWN_NAME_CHARS
                ? clean
                : clean.substring(0, SHOWN_NAME_CHARS) + "…";
    }

    private static Optional<Fault> refusal(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof Fault fault) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private static final class Refused extends DatabindException {
        private static final long serialVersionUID = 1L;

        Refused(JsonParser parser, Fault refusal) {
            super(parser, "refused", refusal);
        }
    }
}
