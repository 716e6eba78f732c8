package io.lapwing.console;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which devices are looked for: those to which all of it applies.
///
/// @param text what was typed: the beginning of a DevEUI, of an owner, of a label `key=value` or of a label's value
/// @param state a state's word: `active`
/// @param exposed only those with a root key that ever was outside a vault
/// @param noncesLow only those whose nonces run out
public record DeviceFilter(
        Optional<String> text,
        Optional<String> state,
        Optional<String> owner,
        SortedMap<String, String> labels,
        boolean exposed,
        boolean noncesLow) {
    /// Every device.
    public static final DeviceFilter ALL =
            new DeviceFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    false,
                    false);

    public DeviceFilter {
        labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(labels)));
    }
}
