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

    /// What is so of both: a scope that covers it covers each of the two.
    public Target both(Target other) {
        SortedMap<String, String> common = new TreeMap<>(labels);
        common.entrySet().retainAll(other.labels.entrySet());
        return new Target(
                owner.filter(name -> other.owner.filter(name::equals).isPresent()),
                order.filter(name -> other.order.filter(name::equals).isPresent()),
                joinEui.equals(other.joinEui) ? joinEui : OptionalLong.empty(),
                netId.filter(name -> other.netId.filter(name::equals).isPresent()),
                common);
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
