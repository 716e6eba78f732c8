package io.lapwing.console.api;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The operations that an OpenAPI 3.1 document describes, as far as a reader wants a list of them.
record Contract(String title, String description, List<Described> operations) {
    /// @param parameters with where each goes: `limit (query)`
    record Described(
            String method,
            String path,
            String tag,
            String summary,
            String permission,
            List<String> parameters,
            List<String> statuses) {}

    static Contract parse(Bytes document) {
        Map<?, ?> root = Answers.JSON.read(document, Map.class);
        Map<?, ?> info = object(root, "info");
        List<Described> operations = new ArrayList<>();
        object(root, "paths")
                .forEach((path, item) -> {
                    Map<?, ?> methods = (Map<?, ?>) item;
                    methods.forEach((method, operation) -> {
                        if (!method.equals("parameters")) {
                            operations.add(
                                    described(
                                            root,
                                            path.toString(),
                                            method.toString(),
                                            methods,
                                            (Map<?, ?>) operation));
                        }
                    });
                });
        return new Contract(
                text(info, "title"), text(info, "description"), List.copyOf(operations));
    }

    private static Described described(
            Map<?, ?> root, String path, String method, Map<?, ?> item, Map<?, ?> operation) {
        List<String> parameters = new ArrayList<>();
        for (Map<?, ?> holder : List.of(item, operation)) {
            for (Object parameter : list(holder, "parameters")) {
                Map<?, ?> one = resolved(root, (Map<?, ?>) parameter);
                parameters.add(text(one, "name") + " (" + text(one, "in") + ")");
            }
        }
        return new Described(
                method.toUpperCase(Locale.ROOT),
                path,
                String.valueOf(list(operation, "tags").getFirst()),
                text(operation, "summary"),
                text(operation, "x-permission"),
                List.copyOf(parameters),
                object(operation, "responses").keySet().stream().map(String::valueOf).toList());
    }

    private static Map<?, ?> resolved(Map<?, ?> root, Map<?, ?> node) {
        if (!(node.get("$ref") instanceof String reference)) {
            return node;
        }
        Map<?, ?> at = root;
        for (String step : reference.substring(2).split("/", -1)) {
            at = object(at, step);
        }
        return at;
    }

    private static Map<?, ?> object(Map<?, ?> from, String name) {
        return from.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Map<?, ?> from, String name) {
        return from.get(name) instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> from, String name) {
        return from.get(name) instanceof String text ? text : "";
    }
}
