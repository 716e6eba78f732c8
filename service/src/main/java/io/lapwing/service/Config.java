package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlFactory;
import tools.jackson.dataformat.toml.TomlMapper;

/// Reads a configuration file (TOML 1.0) into a record.
///
/// A table is a record, and a key is a component's name with hyphens (`bodyLimit` is `body-limit`) or its [JsonName].
/// Values are text, whole numbers, true or false, durations (`10s`, `5m`, `2h`, `30d`, or ISO 8601), paths, URIs,
/// addresses (`host:port`), enums in lower case with hyphens, [SecretReference], lists, maps and records; an `Optional`
/// may be absent. A record with a static method `defaults()` lends its values to keys that are absent.
///
/// Records check their values in their constructors and refuse with a fault `BAD_INPUT`. All problems of a file are
/// reported at once, each with its path and remedy. Unknown keys are problems.
public final class Config {
    /// The longest file.
    public static final int FILE_LIMIT_BYTES = 1 << 20;

    private Config() {}

    /// The configuration that the file says.
    ///
    /// @throws Fault `BAD_INPUT` that lists every problem, one a line
    public static <R extends Record> R load(Path file, Class<R> type) {
        return parse(file.toString(), read(file), type);
    }

    /// The configuration that the text says.
    ///
    /// @param source what to call it in problems
    public static <R extends Record> R parse(String source, String toml, Class<R> type) {
        List<String> problems = new ArrayList<>();
        R value = new ConfigBinder(problems).record("", tree(source, toml), type);
        if (value == null || !problems.isEmpty()) {
            throw Fault.badInput(source + ":\n  " + String.join("\n  ", problems));
        }
        return value;
    }

    private static JsonNode tree(String source, String toml) {
        TomlFactory factory =
                TomlFactory.builder()
                        .streamReadConstraints(JsonRules.constraints())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        try {
            return TomlMapper.builder(factory).build().readTree(toml);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw Fault.badInput(source + ": line " + line + ": not TOML 1.0, or a key twice");
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > FILE_LIMIT_BYTES) {
                throw Fault.badInput(file + ": over " + FILE_LIMIT_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, file + ": cannot be read: want a TOML file", e);
        }
    }
}
