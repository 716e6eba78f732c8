package io.lapwing.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Known answers from `src/test/resources/vectors`.
record Vectors(JsonNode fields) {
    /// The list `group` of a file.
    static List<Vectors> read(String file, String group) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no test vectors " + file);
            }
            return JsonMapper.shared()
                    .readTree(in)
                    .required(group)
                    .valueStream()
                    .map(Vectors::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bytes bytes(String field) {
        return Bytes.hex(fields.required(field).stringValue());
    }

    Secret secret(String field) {
        return Secret.take(bytes(field).toArray());
    }
}
