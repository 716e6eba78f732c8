package io.lapwing.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// A [DeviceFilter] as the query of an address, so that what someone looks at can be sent to another.
///
/// @param name in the query
/// @param value there
/// @param words on screen
record DeviceConditions(String name, String value, String words) {
    /// The filter of a query's values.
    ///
    /// @param values by name; `label` is `key=value`, several times
    static DeviceFilter filter(Function<String, List<String>> values) {
        Map<String, String> labels =
                DeviceStep.labels(
                        values.apply("label").stream()
                                .map(String::strip)
                                .distinct()
                                .flatMap(Form::eachLine)
                                .toList());
        return new DeviceFilter(
                given(values, "q"),
                given(values, "state"),
                given(values, "owner"),
                given(values, "joinEui"),
                given(values, "network"),
                new TreeMap<>(labels),
                given(values, "exposed").isPresent(),
                given(values, "low").isPresent());
    }

    private static Optional<String> given(Function<String, List<String>> values, String name) {
        return values.apply(name).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /// The conditions of a filter, what was typed into the search first.
    static List<DeviceConditions> of(DeviceFilter filter) {
        List<DeviceConditions> all = new ArrayList<>();
        add(all, "q", "Search", filter.text());
        add(all, "state", "State", filter.state());
        add(all, "owner", "Owner", filter.owner());
        add(all, "joinEui", "JoinEUI", filter.joinEui());
        add(all, "network", "Network", filter.netId());
        filter.labels()
                .forEach((key, value) ->
                        all.add(
                                new DeviceConditions(
                                        "label", key + "=" + value, key + " = " + value)));
        if (filter.exposed()) {
            all.add(new DeviceConditions("exposed", "on", "Exposed"));
        }
        if (filter.noncesLow()) {
            all.add(new DeviceConditions("low", "on", "Nonces low"));
        }
        return all;
    }

    private static void add(
            List<DeviceConditions> all, String name, String word, Optional<String> value) {
        value.ifPresent(text -> all.add(new DeviceConditions(name, text, word + ": " + text)));
    }

    /// As a part of a query, each condition after `&`.
    static String query(DeviceFilter filter) {
        return query(of(filter).stream());
    }

    /// The query of all but this one.
    String queryWithout(DeviceFilter filter) {
        return query(of(filter).stream().filter(one -> !one.equals(this)));
    }

    private static String query(Stream<DeviceConditions> conditions) {
        StringBuilder query = new StringBuilder();
        conditions.forEach(one ->
                query.append('&').append(one.name).append('=').append(Words.encoded(one.value)));
        return query.toString();
    }

    /// Reads [#query(DeviceFilter)].
    static DeviceFilter parse(String query) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                Form one = Form.parse(pair);
                one.fields()
                        .forEach((name, value) ->
                                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
            }
        }
        return filter(name -> values.getOrDefault(name, List.of()));
    }
}
