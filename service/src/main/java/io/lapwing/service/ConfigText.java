package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Single values of a configuration file.
final class ConfigText {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\[\\]]+):([0-9]{1,5})");

    private static final Map<Class<?>, Function<String, Object>> TEXTS =
            Map.of(
                    String.class, text -> text,
                    Path.class, ConfigText::path,
                    URI.class, ConfigText::uri,
                    Duration.class, ConfigText::duration,
                    InetSocketAddress.class, ConfigText::address,
                    Bytes.class, Bytes::hex,
                    SecretReference.class, SecretReference::parse);

    private ConfigText() {}

    static Object value(JsonNode node, Class<?> type) {
        if (type == boolean.class && node.isBoolean()) {
            return node.booleanValue();
        }
        if (type == int.class && node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        if (type == long.class && node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isString()) {
            String text = node.stringValue();
            if (type.isEnum()) {
                return constant(text, type);
            }
            Function<String, Object> read = TEXTS.get(type);
            if (read != null) {
                return read.apply(text);
            }
        }
        throw Fault.badInput("want " + wanted(type));
    }

    static String wanted(Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a duration: 10s, 5m, 2h, 30d";
        }
        if (type == InetSocketAddress.class) {
            return "host:port";
        }
        if (type == SecretReference.class) {
            return "file:/path or env:NAME";
        }
        if (type == java.util.List.class) {
            return "a list";
        }
        return type.isRecord() || type == Map.class ? "a table" : "a text";
    }

    private static Object constant(String text, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(c -> name(c).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        Fault.badInput(
                                JsonFaults.shown(text)
                                        + Nearest.hint(
                                                text,
                                                Arrays.stream(constants)
                                                        .map(ConfigText::name)
                                                        .toList())));
    }

    private static String name(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException _) {
                throw Fault.badInput("want " + wanted(Duration.class));
            }
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static InetSocketAddress address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
            throw Fault.badInput("want host:port, port 0 to 65535");
        }
        return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw Fault.badInput("want a path");
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw Fault.badInput("want a URI");
        }
    }
}
