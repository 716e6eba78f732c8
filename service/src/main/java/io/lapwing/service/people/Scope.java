package io.lapwing.service.people;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// On which objects a grant holds: those to which every bound applies that is there.
///
/// @param owner a tenant: only what is theirs
/// @param order only what came from this production order
/// @param joinEuis only devices whose JoinEUI is in this range
/// @param netId only devices with this home network, 6 hexadecimal digits
/// @param labels only devices that have all of these: a device group
public record Scope(
        Optional<String> owner,
        Optional<String> order,
        Optional<EuiRange> joinEuis,
        Optional<String> netId,
        SortedMap<String, String> labels) {
    /// Without bounds.
    public static final Scope EVERYTHING =
            new Scope(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>());

    public Scope {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(labels)));
    }

    /// What is this owner's.
    public static Scope ofOwner(String owner) {
        return new Scope(
                Optional.of(owner),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    /// Whether an object is within.
    public boolean covers(Target target) {
        return (owner.isEmpty() || owner.equals(target.owner()))
                && (order.isEmpty() || order.equals(target.order()))
                && (joinEuis.isEmpty() || contains(joinEuis.get(), target))
                && (netId.isEmpty() || netId.equals(target.netId()))
                && target.labels().entrySet().containsAll(labels.entrySet());
    }

    private static boolean contains(EuiRange range, Target target) {
        return target.joinEui().isPresent() && range.contains(target.joinEui().getAsLong());
    }

    /// Whether all that another scope covers is within this one.
    public boolean contains(Scope other) {
        return (owner.isEmpty() || owner.equals(other.owner))
                && (order.isEmpty() || order.equals(other.order))
                && (joinEuis.isEmpty()
                        || other.joinEuis.filter(joinEuis.get()::contains).isPresent())
                && (netId.isEmpty() || netId.equals(other.netId))
                && other.labels.entrySet().containsAll(labels.entrySet());
    }
}
