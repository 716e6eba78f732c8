package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// A value type written as one text.
final class JsonText {
    private JsonText() {}

    static final class Reader<V> extends StdScalarDeserializer<V> {
        private final transient Function<String, V> read;

        Reader(Class<V> type, Function<String, V> read) {
            super(type);
            this.read = read;
        }

        @Override
        @SuppressWarnings("unchecked") // Jackson declares the raw handled type
        public V deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (V) context.handleUnexpectedToken(getValueType(context), parser);
            }
            try {
                return read.apply(parser.getString());
            } catch (Fault refusal) {
                throw JsonFaults.refusedBy(parser, refusal);
            }
        }
    }

    static final class Writer<V> extends StdScalarSerializer<V> {
        private final transient Function<V, String> write;

        Writer(Class<V> type, Function<V, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(V value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(write.apply(value));
        }
    }
}
