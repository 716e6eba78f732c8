package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.Checkpoint;
import io.lapwing.service.AuditLog.Head;
import io.lapwing.service.Verification.Broken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads and checks what [AuditExport] wrote, with nothing but the file and the vault's public key.
public final class AuditImport {
    private static final int MAX_LINE_LENGTH = 1 << 20;

    private final Path file;
    private final PublicKey key;
    private final JsonFactory json =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    public AuditImport(Path file, PublicKey key) {
        this.file = file;
        this.key = key;
    }

    /// What is told of a file as it is read, in its order.
    public interface Listener {
        /// The tree before the first record.
        void from(Frontier frontier);

        void record(long index, AuditEvent event);
    }

    /// Checks the whole file.
    public Verification verify() {
        return read(
                new Listener() {
                    @Override
                    public void from(Frontier frontier) {}

                    @Override
                    public void record(long index, AuditEvent event) {}
                });
    }

    /// Checks the whole file and tells its records; they are proven only when the answer is `Intact`.
    public Verification read(Listener listener) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return read(in, listener);
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "audit export %s cannot be read: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private Verification read(BufferedReader in, Listener listener) throws IOException {
        AuditChain chain = null;
        Head head = null;
        long lines = 0;
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            lines++;
            long at = chain == null ? 0 : chain.size();
            if (head != null) {
                return new Broken(at, at + 1, "line %d stands behind the head".formatted(lines));
            }
            try {
                Map<String, Object> line = parse(text);
                if (chain == null) {
                    chain = begin(line, listener);
                } else if (line.get("head") instanceof Map<?, ?> last) {
                    head = head(last);
                } else {
                    Optional<Broken> broken = follow(chain, line, listener);
                    if (broken.isPresent()) {
                        return broken.get();
                    }
                }
            } catch (JacksonException | DateTimeException | Fault e) {
                return new Broken(
                        at,
                        at + 1,
                        "line %d cannot be read: %s".formatted(lines, firstLine(e.getMessage())));
            }
        }
        if (chain == null || head == null) {
            long at = chain == null ? 0 : chain.size();
            return new Broken(at, at + 1, "the file ends before its head: it was cut");
        }
        AuditChain whole = chain;
        Head last = head;
        return whole.matches(last, "the head")
                .<Verification>map(found -> found)
                .orElseGet(() -> new Verification.Intact(last, whole.checkpoints()));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no JSON" : message.lines().findFirst().orElse("");
    }

    private AuditChain begin(Map<String, Object> line, Listener listener) {
        if (!AuditExport.TITLE.equals(line.get("export"))) {
            throw Fault.badInput("it does not begin as an audit export does");
        }
        Frontier frontier = Frontier.decode(Bytes.hex(text(line, "frontier")));
        if (frontier.size() != number(line, "from")) {
            throw Fault.badInput("its frontier is not of the record that it begins with");
        }
        listener.from(frontier.copy());
        return new AuditChain(text(line, "log"), key, frontier);
    }

    private static Optional<Broken> follow(
            AuditChain chain, Map<String, Object> line, Listener listener) {
        if (line.get("checkpoint") instanceof Map<?, ?> checkpoint) {
            return chain.checkpoint(
                    new Checkpoint(
                            chain.log(),
                            head(checkpoint),
                            Instant.parse(text(checkpoint, "at")),
                            Bytes.hex(text(checkpoint, "signature"))));
        }
        AuditEvent event = event(line);
        Optional<Broken> broken = chain.record(number(line, "index"), AuditEncoding.encode(event));
        if (broken.isEmpty()) {
            listener.record(chain.size() - 1, event);
        }
        return broken;
    }

    private static AuditEvent event(Map<String, Object> line) {
        if (!(line.get("details") instanceof Map<?, ?> found)) {
            throw Fault.badInput("details are missing");
        }
        SortedMap<String, String> details = new TreeMap<>();
        for (Object name : found.keySet()) {
            details.put(String.valueOf(name), text(found, String.valueOf(name)));
        }
        return new AuditEvent(
                Instant.parse(text(line, "at")),
                text(line, "actor"),
                text(line, "action"),
                text(line, "object"),
                text(line, "outcome"),
                details);
    }

    private static Head head(Map<?, ?> line) {
        return new Head(number(line, "size"), Bytes.hex(text(line, "root")));
    }

    private static String text(Map<?, ?> line, String name) {
        if (line.get(name) instanceof String text) {
            return text;
        }
        throw Fault.badInput("text '" + name + "' is missing");
    }

    private static long number(Map<?, ?> line, String name) {
        if (line.get(name) instanceof Long number) {
            return number;
        }
        throw Fault.badInput("number '" + name + "' is missing");
    }

    private Map<String, Object> parse(String text) {
        if (text.length() > MAX_LINE_LENGTH) {
            throw Fault.badInput(
                    "it has %d characters: want at most %d"
                            .formatted(text.length(), MAX_LINE_LENGTH));
        }
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Fault.badInput("it is no JSON object");
            }
            Map<String, Object> fields = object(parser, 0);
            if (parser.nextToken() != null) {
                throw Fault.badInput("something follows its JSON object");
            }
            return fields;
        }
    }

    private static Map<String, Object> object(JsonParser parser, int depth) {
        Map<String, Object> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> fields.put(name, parser.getString());
                case VALUE_NUMBER_INT -> fields.put(name, parser.getLongValue());
                case START_OBJECT -> {
                    if (depth > 0) {
                        throw Fault.badInput("objects stand too deep");
                    }
                    fields.put(name, object(parser, depth + 1));
                }
                case null, default -> throw Fault.badInput("'" + name + "' has a wrong type");
            }
        }
        return fields;
    }
}
