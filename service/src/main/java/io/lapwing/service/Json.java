package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// JSON, strictly: records in and out.
///
/// Refused, each as a [Fault] `BAD_INPUT` that names the field, what stood there and what was wanted, and never shows a
/// value: unknown fields, duplicate fields, missing fields, null where no null belongs, numbers for text and text for
/// numbers, anything after the document, and what passes [#DEPTH_LIMIT], [#TEXT_LIMIT_CHARS] or [#NAME_LIMIT_CHARS].
/// A component that is an `Optional` or `@Nullable` may be absent or null; it is left out on output when empty.
///
/// A record's own constructor may refuse with a fault `BAD_INPUT`; its message is kept, after the field's name.
/// [Bytes] are upper-case hexadecimal text (either case is read), instants and durations are ISO 8601 text, constants of
/// enums are their names. Instances are immutable, safe for use by many threads, and costly to make: make one.
public final class Json {
    /// How deep objects and lists may nest.
    public static final int DEPTH_LIMIT = 32;

    /// The longest text.
    public static final int TEXT_LIMIT_CHARS = 1 << 20;

    /// The longest field name.
    public static final int NAME_LIMIT_CHARS = 256;

    private final JsonMapper mapper;
    private final ConcurrentHashMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final ObjectWriter pretty;

    private Json(JsonMapper mapper) {
        this.mapper = mapper;
        pretty = mapper.writer().with(SerializationFeature.INDENT_OUTPUT);
    }

    /// Starts a strict reader and writer.
    public static Builder strict() {
        return new Builder();
    }

    /// The value that the document says.
    public <T> T read(Bytes document, Class<T> type) {
        return read(document.toArray(), type);
    }

    /// The value that the document says. The array is only read.
    public <T> T read(byte[] document, Class<T> type) {
        try {
            T value = reader(type).readValue(document);
            return present(value);
        } catch (JacksonException e) {
            throw JsonFaults.of(e);
        }
    }

    /// The text of one field of the outermost object, found without reading the rest into objects: what decides which
    /// record the document is. Empty when there is no such field or it is not text.
    public Optional<String> peek(Bytes document, String field) {
        try (JsonParser parser = mapper.createParser(document.toArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Fault.badInput("JSON document: want an object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals(field);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_STRING
                            ? Optional.of(parser.getString())
                            : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException e) {
            throw JsonFaults.of(e);
        }
    }

    /// The document that says the value, in one line.
    public Bytes write(Object value) {
        return Bytes.of(octets(value));
    }

    /// The same as text over several lines, for people.
    public String pretty(Object value) {
        try {
            return pretty.writeValueAsString(value);
        } catch (JacksonException e) {
            throw JsonFaults.unwritable(value, e);
        }
    }

    String text(Object value) {
        return new String(octets(value), java.nio.charset.StandardCharsets.UTF_8);
    }

    byte[] octets(Object value) {
        try {
            return writers.computeIfAbsent(value.getClass(), mapper::writerFor)
                    .writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw JsonFaults.unwritable(value, e);
        }
    }

    private ObjectReader reader(Class<?> type) {
        ObjectReader reader = readers.get(type);
        return reader != null ? reader : readers.computeIfAbsent(type, t -> mapper.readerFor(t));
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw Fault.badInput("JSON document: null, want a value");
        }
        return value;
    }

    /// What a [Json] knows beyond the common types.
    public static final class Builder {
        private final SimpleModule forms = new SimpleModule("forms");
        private UnaryOperator<String> names = UnaryOperator.identity();
        private boolean refuseUnknown = true;

        private Builder() {
            text(Bytes.class, Bytes::hex, Bytes::toHex);
        }

        /// A value type whose JSON form is one text.
        ///
        /// @param read refuses with a fault `BAD_INPUT`
        public <V> Builder text(
                Class<V> type, Function<String, V> read, Function<V, String> write) {
            forms.addDeserializer(type, new JsonText.Reader<>(type, read));
            forms.addSerializer(type, new JsonText.Writer<>(type, write));
            return this;
        }

        /// Field names from component names; [JsonName] goes before it.
        public Builder names(UnaryOperator<String> fromComponent) {
            names = fromComponent;
            return this;
        }

        /// Skips unknown fields: for protocols that say so.
        public Builder skipUnknownFields() {
            refuseUnknown = false;
            return this;
        }

        public Json build() {
            return new Json(JsonRules.mapper(forms, names, refuseUnknown));
        }
    }
}
