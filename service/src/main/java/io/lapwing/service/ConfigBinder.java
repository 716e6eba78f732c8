package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes records of tables, and goes on after a problem to find the others.
final class ConfigBinder {
    private final List<String> problems;

    ConfigBinder(List<String> problems) {
        this.problems = problems;
    }

    /// The record that the table says; null after a problem, which is noted.
    <R> @Nullable R record(String path, JsonNode table, Class<R> type) {
        if (!table.isObject()) {
            problem(path, "want a table");
            return null;
        }
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknown(path, table, components);
        Optional<Object> defaults = defaults(type);
        int before = problems.size();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(path, table, components[i], defaults);
        }
        return problems.size() == before ? construct(path, type, components, values) : null;
    }

    private void refuseUnknown(String path, JsonNode table, RecordComponent[] components) {
        List<String> known = Arrays.stream(components).map(ConfigBinder::key).toList();
        for (String key : table.propertyNames()) {
            if (!known.contains(key)) {
                problem(
                        join(path, JsonFaults.shown(key)),
                        "unknown key" + Nearest.hint(key, known));
            }
        }
    }

    private @Nullable Object component(
            String path, JsonNode table, RecordComponent component, Optional<Object> defaults) {
        String at = join(path, key(component));
        JsonNode node = table.get(key(component));
        if (node != null) {
            return value(at, node, component.getGenericType());
        }
        if (defaults.isPresent()) {
            return invoke(component, defaults.get());
        }
        if (component.getType() == Optional.class) {
            return Optional.empty();
        }
        problem(at, "missing: want " + ConfigText.wanted(component.getType()));
        return null;
    }

    private @Nullable Object value(String path, JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(path, node, generic);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() && node.isObject()
                ? record(path, node, plain)
                : scalar(path, node, plain);
    }

    private @Nullable Object container(String path, JsonNode node, ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            return Optional.ofNullable(value(path, node, arguments[0]));
        }
        return raw == List.class
                ? list(path, node, arguments[0])
                : map(path, node, arguments[arguments.length - 1]);
    }

    private List<Object> list(String path, JsonNode node, Type element) {
        List<Object> values = new ArrayList<>();
        if (!node.isArray()) {
            problem(path, "want a list");
            return values;
        }
        for (int i = 0; i < node.size(); i++) {
            Object value = value(path + "[" + i + "]", node.get(i), element);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private Map<String, Object> map(String path, JsonNode node, Type element) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (!node.isObject()) {
            problem(path, "want a table");
            return values;
        }
        for (String key : node.propertyNames()) {
            Object value = value(join(path, JsonFaults.shown(key)), node.get(key), element);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private @Nullable Object scalar(String path, JsonNode node, Class<?> type) {
        try {
            return ConfigText.value(node, type);
        } catch (Fault refusal) {
            problem(path, refusal.getMessage());
            return null;
        }
    }

    private <R> @Nullable R construct(
            String path, Class<R> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Fault refusal) {
                refusal.getMessage().lines().forEach(line -> problem(path, line));
                return null;
            }
            throw new Fault(Fault.Kind.INTERNAL, type.getSimpleName() + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new Fault(Fault.Kind.INTERNAL, type.getSimpleName() + " cannot be made", e);
        }
    }

    private static Optional<Object> defaults(Class<?> type) {
        try {
            var method = type.getDeclaredMethod("defaults");
            method.setAccessible(true);
            return Optional.of(method.invoke(null));
        } catch (NoSuchMethodException _) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new Fault(Fault.Kind.INTERNAL, "defaults of " + type.getSimpleName(), e);
        }
    }

    private static Object invoke(RecordComponent component, Object defaults) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(defaults);
        } catch (ReflectiveOperationException e) {
            throw new Fault(Fault.Kind.INTERNAL, "default of " + component.getName(), e);
        }
    }

    /// The key of a component: its [JsonName], or its name with hyphens.
    static String key(RecordComponent component) {
        JsonName name = component.getAnnotation(JsonName.class);
        return name == null ? hyphenated(component.getName()) : name.value();
    }

    static String hyphenated(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void problem(String path, String what) {
        problems.add(path.isEmpty() ? what : path + ": " + what);
    }
}
