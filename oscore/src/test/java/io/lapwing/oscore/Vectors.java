package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Known answers from `src/test/resources/vectors`.
record Vectors(JsonNode fields) {
    static Vectors read(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no test vectors " + file);
            }
            return new Vectors(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode field(String name) {
        return fields.required(name);
    }

    String text(String name) {
        return field(name).stringValue();
    }

    Bytes bytes(String name) {
        return Bytes.hex(text(name));
    }
}
