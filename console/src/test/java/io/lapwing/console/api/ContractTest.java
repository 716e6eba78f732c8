package io.lapwing.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lapwing.console.api.Samples.Whose;
import io.lapwing.crypto.Bytes;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The description against the handlers, both ways.
class ContractTest {
    private static final Bytes FILE = ContractRoutes.read();
    private static final Map<?, ?> ROOT = Answers.JSON.read(FILE, Map.class);

    /// Answers every operation may have.
    private static final Set<String> ALWAYS =
            Set.of("400", "401", "403", "406", "429", "500", "503");

    private static Map<?, ?> object(Map<?, ?> from, String name) {
        return from.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Map<?, ?> from, String name) {
        return from.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> resolved(Object node) {
        Map<?, ?> map = (Map<?, ?>) node;
        if (!(map.get("$ref") instanceof String reference)) {
            return map;
        }
        Map<?, ?> at = ROOT;
        for (String step : reference.substring(2).split("/", -1)) {
            at = object(at, step);
        }
        return at;
    }

    private static Map<?, ?> described(Operation operation) {
        return object(
                object(object(ROOT, "paths"), operation.fullPath()),
                operation.method().toLowerCase(Locale.ROOT));
    }

    /// Names of its parameters, by where they go.
    private static Map<String, Set<String>> parameters(Operation operation) {
        Map<String, Set<String>> names = new TreeMap<>();
        Map<?, ?> item = object(object(ROOT, "paths"), operation.fullPath());
        for (Map<?, ?> holder : List.of(item, described(operation))) {
            for (Object parameter : list(holder, "parameters")) {
                Map<?, ?> one = resolved(parameter);
                names.computeIfAbsent(String.valueOf(one.get("in")), _ -> new TreeSet<>())
                        .add(String.valueOf(one.get("name")));
            }
        }
        return names;
    }

    private static List<Operation> operations() {
        try (ApiBed bed = new ApiBed()) {
            return bed.operations;
        }
    }

    @Test
    void hasEveryRouteAndNoOther() {
        Set<String> routes =
                operations().stream()
                        .map(operation -> operation.method() + " " + operation.fullPath())
                        .collect(Collectors.toCollection(TreeSet::new));

        List<String> inFile =
                Contract.parse(FILE).operations().stream()
                        .map(operation -> operation.method() + " " + operation.path())
                        .toList();

        assertThat(inFile).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void standsInTheGuideWithEveryRouteAndItsPermission() throws Exception {
        Set<String> routes =
                operations().stream()
                        .map(operation ->
                                "| `%s` | `%s` |"
                                        .formatted(
                                                Samples.key(operation),
                                                operation.permission().word()))
                        .collect(Collectors.toSet());

        Set<String> inGuide =
                Files.readAllLines(Path.of("..", "docs", "api.md")).stream()
                        .filter(line -> line.matches("\\| `[A-Z]+ /.*"))
                        .map(line -> line.substring(0, line.lastIndexOf("` |") + 3))
                        .collect(Collectors.toSet());

        assertThat(inGuide).isEqualTo(routes);
    }

    @Test
    void namesEveryOperationOnce() {
        List<String> identifiers =
                operations().stream()
                        .map(operation -> String.valueOf(described(operation).get("operationId")))
                        .toList();

        assertThat(identifiers).doesNotHaveDuplicates().doesNotContain("null");
    }

    @Test
    void saysWhatEachRouteIsPermittedTo() {
        for (Operation operation : operations()) {
            assertThat(described(operation).get("x-permission"))
                    .as(Samples.key(operation))
                    .isEqualTo(operation.permission().word());
        }
    }

    @Test
    void hasEveryParameterAndNoOther() {
        for (Operation operation : operations()) {
            Map<String, Set<String>> expected = new TreeMap<>();
            put(expected, "path", pathParameters(operation));
            put(expected, "query", operation.query());
            Set<String> headers = new TreeSet<>();
            if (operation.conditional()) {
                headers.add("If-Match");
            }
            if (operation.repeatable()) {
                headers.add("Idempotency-Key");
            }
            if (readsVersioned(operation)) {
                headers.add("If-None-Match");
            }
            if (operation.path().equals("/events")) {
                headers.add("Last-Event-ID");
            }
            put(expected, "header", headers);

            assertThat(parameters(operation)).as(Samples.key(operation)).isEqualTo(expected);
        }
    }

    private static void put(Map<String, Set<String>> map, String in, Set<String> names) {
        if (!names.isEmpty()) {
            map.put(in, new TreeSet<>(names));
        }
    }

    private static Set<String> pathParameters(Operation operation) {
        return java.util.regex.Pattern.compile("\\{(\\w+)}")
                .matcher(operation.path())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static boolean readsVersioned(Operation operation) {
        return operation.method().equals("GET")
                && operation.gives() instanceof Operation.Gives.Document document
                && document.versioned();
    }

    @Test
    void hasEveryStatusAndNoOther() {
        for (Operation operation : operations()) {
            Set<String> inFile = new TreeSet<>();
            object(described(operation), "responses")
                    .keySet()
                    .forEach(status -> inFile.add(String.valueOf(status)));

            assertThat(inFile).as(Samples.key(operation)).isEqualTo(statuses(operation));
        }
    }

    private static Set<String> statuses(Operation operation) {
        Set<String> all = new TreeSet<>(ALWAYS);
        all.add(String.valueOf(operation.gives().status()));
        if (operation.path().contains("{")) {
            all.add("404");
        }
        if (!operation.method().equals("GET")) {
            all.addAll(Set.of("409", "411", "413"));
        }
        if (!(operation.takes() instanceof Operation.Takes.Nothing)) {
            all.add("415");
        }
        if (operation.conditional()) {
            all.add("412");
        }
        if (operation.repeatable()) {
            all.add("422");
        }
        if (readsVersioned(operation)) {
            all.add("304");
        }
        return all;
    }

    @Test
    void describesEveryBodyAsItIsReadAndWritten() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations()) {
            String key = Samples.key(operation);
            Map<?, ?> body = object(object(described(operation), "requestBody"), "content");
            Map<?, ?> answer =
                    object(
                            object(
                                    object(described(operation), "responses"),
                                    String.valueOf(operation.gives().status())),
                            "content");
            switch (operation.takes()) {
                case Operation.Takes.Nothing _ -> check(wrong, key, body.isEmpty(), "no body");
                case Operation.Takes.Document document ->
                        compare(wrong, key + " takes", document.form(), schema(body));
                case Operation.Takes.Upload upload ->
                        check(wrong, key, body.keySet().equals(upload.types()), "other types");
            }
            switch (operation.gives()) {
                case Operation.Gives.Document document ->
                        compare(wrong, key + " gives", document.view(), schema(answer));
                case Operation.Gives.Job _ ->
                        compare(wrong, key + " gives", Answers.Started.class, schema(answer));
                case Operation.Gives.Items items -> {
                    Map<?, ?> properties = object(schema(answer), "properties");
                    check(
                            wrong,
                            key,
                            properties.keySet().equals(Set.of("items", "next")),
                            "no page");
                    compare(
                            wrong,
                            key + " gives",
                            items.view(),
                            resolved(object(object(properties, "items"), "items")));
                }
                case Operation.Gives.Nothing _ -> check(wrong, key, answer.isEmpty(), "a body");
                case Operation.Gives.Stream stream ->
                        check(wrong, key, answer.keySet().equals(stream.types()), "other types");
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static void check(List<String> wrong, String where, boolean holds, String what) {
        if (!holds) {
            wrong.add(where + ": " + what);
        }
    }

    private static Map<?, ?> schema(Map<?, ?> content) {
        return resolved(object(object(content, "application/json"), "schema"));
    }

    /// A type against its schema: the same names, the same kinds, the same ones required, no others.
    private static void compare(List<String> wrong, String where, Type type, Map<?, ?> schema) {
        switch (type) {
            case ParameterizedType generic -> compareGeneric(wrong, where, generic, schema);
            case Class<?> plain when plain.isRecord() -> compareRecord(wrong, where, plain, schema);
            default ->
                    check(
                            wrong,
                            where,
                            kind(type).equals(schema.get("type")),
                            schema.get("type") + ", want " + kind(type));
        }
    }

    private static String kind(Type type) {
        if (type == String.class) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        return Set.<Type>of(
                                int.class,
                                long.class,
                                Long.class,
                                OptionalLong.class,
                                OptionalInt.class)
                        .contains(type)
                ? "integer"
                : "unknown " + type;
    }

    private static void compareGeneric(
            List<String> wrong, String where, ParameterizedType type, Map<?, ?> schema) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            compare(wrong, where, arguments[0], schema);
        } else if (type.getRawType() == List.class) {
            check(wrong, where, "array".equals(schema.get("type")), "no array");
            compare(wrong, where + "[]", arguments[0], resolved(object(schema, "items")));
        } else {
            check(wrong, where, type.getRawType() == Map.class, "unknown " + type);
            check(wrong, where, "object".equals(schema.get("type")), "no object");
            compare(wrong, where + "{}", arguments[1], object(schema, "additionalProperties"));
        }
    }

    private static void compareRecord(
            List<String> wrong, String where, Class<?> record, Map<?, ?> schema) {
        Map<?, ?> properties = object(schema, "properties");
        Set<String> names = new TreeSet<>();
        Set<String> required = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            names.add(component.getName());
            if (!component.getType().getSimpleName().startsWith("Optional")) {
                required.add(component.getName());
            }
            compare(
                    wrong,
                    where + "." + component.getName(),
                    component.getGenericType(),
                    resolved(object(properties, component.getName())));
        }
        check(
                wrong,
                where,
                properties.keySet().equals(names),
                properties.keySet() + ", want " + names);
        Set<String> inFile =
                list(schema, "required").stream()
                        .map(String::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new));
        check(wrong, where, inFile.equals(required), "required " + inFile + ", want " + required);
        check(
                wrong,
                where,
                Boolean.FALSE.equals(schema.get("additionalProperties")),
                "others are not refused");
    }

    @Test
    void answersAsItsSchemasSay() throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<String, Schema> schemas = new HashMap<>();
        try (ApiBed bed = new ApiBed()) {
            for (Operation operation : bed.operations) {
                if (Samples.of(operation).kind() == Samples.Kind.STREAM) {
                    continue;
                }
                for (Role role : Role.values()) {
                    Principal who = bed.someone(role, Scope.EVERYTHING);
                    bed.fill(who.toString());
                    HttpResponse<String> answer = ask(bed, who, operation, Whose.OWN);
                    wrong.addAll(judged(schemas, operation, answer));
                    wrong.addAll(
                            judged(schemas, operation, ask(bed, who, operation, Whose.UNKNOWN)));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static HttpResponse<String> ask(
            ApiBed bed, Principal who, Operation operation, Whose whose) throws Exception {
        Samples.Sample sample = Samples.of(operation);
        return bed.send(
                Optional.of(who),
                operation.method(),
                Samples.path(operation, whose),
                sample.body(whose),
                sample.headers());
    }

    /// What is wrong with an answer: a status, a media type, a header or a body that the description does not have.
    private static List<String> judged(
            Map<String, Schema> schemas, Operation operation, HttpResponse<String> answer) {
        String key = Samples.key(operation) + " " + answer.statusCode();
        Map<?, ?> described =
                resolved(
                        object(
                                object(described(operation), "responses"),
                                String.valueOf(answer.statusCode())));
        if (described.isEmpty()) {
            return List.of(key + ": not in the description: " + answer.body());
        }
        List<String> wrong = new ArrayList<>();
        for (Object header : object(described, "headers").keySet()) {
            boolean optional = header.equals("Link");
            check(
                    wrong,
                    key,
                    optional || answer.headers().firstValue(header.toString()).isPresent(),
                    "no " + header);
        }
        String type = MediaTypes.bare(answer.headers().firstValue("Content-Type").orElse(""));
        Map<?, ?> content = object(described, "content");
        if (content.isEmpty()) {
            check(wrong, key, answer.body().isEmpty(), "a body");
            return wrong;
        }
        check(wrong, key, content.containsKey(type), "media type " + type);
        if (object(object(content, type), "schema").get("$ref") instanceof String reference) {
            schemas.computeIfAbsent(reference, ContractTest::schema)
                    .validate(answer.body(), InputFormat.JSON)
                    .forEach(error -> wrong.add(key + ": " + error + " in " + answer.body()));
        }
        return wrong;
    }

    private static Schema schema(String reference) {
        String document = new String(FILE.toArray(), StandardCharsets.UTF_8);
        String components = document.substring(document.lastIndexOf("\"components\": {"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema("{\"$ref\": \"" + reference + "\", " + components, InputFormat.JSON);
    }

    @Test
    void refusesBodiesThatItsSchemasRefuse() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (ApiBed bed = new ApiBed()) {
            for (Operation operation : bed.operations) {
                if (!(operation.takes() instanceof Operation.Takes.Document)) {
                    continue;
                }
                Principal who = permitted(bed, operation);
                String body = Samples.of(operation).body();
                List<String> bad =
                        List.of(
                                "[]",
                                body.replaceFirst("\\{", "{\"surplus\":1,"),
                                body.replaceFirst("\"[^\"]*\"(}?)$", "7$1")
                                        .replaceFirst("^\\{\"", "{\"x"),
                                body + "{}",
                                "null");
                for (String one : bad) {
                    bed.fill(who.toString());
                    int status =
                            bed.send(
                                            who,
                                            operation.method(),
                                            Samples.path(operation, Whose.OWN),
                                            one)
                                    .statusCode();
                    check(wrong, Samples.key(operation), status == 400, status + " for " + one);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    /// Someone who may do it everywhere.
    static Principal permitted(ApiBed bed, Operation operation) {
        for (Role role : Role.values()) {
            Principal who = bed.someone(role, Scope.EVERYTHING);
            if (who.may(operation.permission())) {
                return who;
            }
        }
        throw new AssertionError("nobody may " + operation.permission());
    }

    @Test
    void showsItselfAsFileAndAsPageWithoutScripts() throws Exception {
        try (ApiBed bed = new ApiBed()) {
            Principal who = bed.operator();

            HttpResponse<String> file = bed.get(who, "/openapi.json");
            HttpResponse<String> page =
                    bed.send(Optional.of(who), "GET", "/docs", "", Map.of("Accept", "text/html"));

            assertThat(Bytes.of(file.body().getBytes(StandardCharsets.UTF_8))).isEqualTo(FILE);
            assertThat(page.body())
                    .contains("/api/v1/devices/{devEui}/suspend")
                    .contains("device-step")
                    .doesNotContain("<script")
                    .doesNotContain("style=");
        }
    }
}
