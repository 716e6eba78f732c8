package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Row bodies as JSON, field by field and without reflection: each join reads and writes one.
final class RowJson {
    private static final int TYPICAL_BYTES = 768;

    private final JsonFactory json =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private final JsonFactory own = new JsonFactory();

    /// One object as octets.
    Bytes write(Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator generator = own.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartObject();
            fields.accept(generator);
            generator.writeEndObject();
        }
        return Bytes.of(out.toByteArray());
    }

    /// Reads one object that this product wrote.
    ///
    /// @param what names the row in a fault: `device 0102030405060708`
    /// @throws Fault `TAMPERED` when it is not what was written
    void read(Supplier<String> what, Bytes body, BiConsumer<String, JsonParser> field) {
        try (JsonParser parser = own.createParser(ObjectReadContext.empty(), body.toArray())) {
            object(parser, field);
        } catch (JacksonException | Fault | IllegalArgumentException e) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    what.get() + ": its row does not read: restore the store from a backup",
                    e);
        }
    }

    /// Reads one flat object of texts that someone else wrote: no duplicate names, nothing nested.
    ///
    /// @throws Fault `BAD_INPUT`
    SortedMap<String, String> readTexts(String line) {
        SortedMap<String, String> texts = new TreeMap<>();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
            object(parser, (name, at) -> texts.put(name, text(at)));
            if (parser.nextToken() != null) {
                throw Fault.badInput("text after the object: want one object a line");
            }
        } catch (JacksonException _) {
            throw Fault.badInput("no JSON object of texts, or a name twice in it: want one");
        }
        return texts;
    }

    private static String text(JsonParser at) {
        return switch (at.currentToken()) {
            case VALUE_STRING -> at.getString();
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case null, default -> throw Fault.badInput("a field is no text: want texts alone");
        };
    }

    /// Reads the fields of the object that begins at the next or the current token.
    static void object(JsonParser parser, BiConsumer<String, JsonParser> field) {
        if (parser.currentToken() != JsonToken.START_OBJECT
                && parser.nextToken() != JsonToken.START_OBJECT) {
            throw Fault.badInput("no JSON object: want one");
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            field.accept(name, parser);
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw Fault.badInput("JSON object without end");
        }
    }

    static List<String> texts(JsonParser parser) {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(parser.getString());
        }
        return texts;
    }

    static Fault unknownField(String name) {
        return Fault.badInput("field " + name + " is unknown: want a row of this version");
    }

    static String base64(Bytes octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets.toArray());
    }

    static Bytes base64(String text) {
        return Bytes.of(Base64.getDecoder().decode(text));
    }
}
