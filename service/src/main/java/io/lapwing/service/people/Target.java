package io.lapwing.service.people;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a scope is held against: an object, as far as scopes ask.
///
/// @param owner whose it is
/// @param order the production order it came from
/// @param netId its home network, 6 hexadecimal digits
public record Target(
        Optional<String> owner,
        Optional<String> order,
        OptionalLong joinEui,
        Optional<String> netId,
        SortedMap<String, String> labels) {
    /// The platform as a whole: only a scope without bounds covers it.
    public static final Target PLATFORM =
            new Target(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    new TreeMap<>());

    public Target {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(labels)));
    }

    /// Something of this owner and of which nothing else is known.
    public static Target of(String owner) {
        return new Target(
                Optional.of(owner),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                new TreeMap<>());
    }
}
