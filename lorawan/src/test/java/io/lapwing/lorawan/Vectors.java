package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
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

    Vectors group(String name) {
        return new Vectors(fields.required(name));
    }

    List<Vectors> list(String name) {
        return fields.required(name).valueStream().map(Vectors::new).toList();
    }

    boolean has(String field) {
        JsonNode value = fields.get(field);
        return value != null && !value.isNull();
    }

    String text(String field) {
        return fields.required(field).stringValue();
    }

    int number(String field) {
        return fields.required(field).intValue();
    }

    Bytes bytes(String field) {
        return Bytes.hex(text(field));
    }

    Secret secret(String field) {
        return Secret.take(bytes(field).toArray());
    }

    @Override
    public String toString() {
        return has("name") ? text("name") : "vector";
    }
}
