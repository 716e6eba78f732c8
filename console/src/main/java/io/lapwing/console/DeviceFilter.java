package io.lapwing.console;

import io.lapwing.crypto.Fault;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which devices are looked for: those to which all of it applies.
///
/// @param text what was typed: the beginning of a DevEUI, of an owner, of a label `key=value` or of a label's value
/// @param state a state's word: `active`
/// @param joinEui 16 hexadecimal digits
/// @param netId of the home network, 6 hexadecimal digits
/// @param exposed only those with a root key that ever was outside a vault
/// @param noncesLow only those whose nonces run out
public record DeviceFilter(
        Optional<String> text,
        Optional<String> state,
        Optional<String> owner,
        Optional<String> joinEui,
        Optional<String> netId,
        SortedMap<String, String> labels,
        boolean exposed,
        boolean noncesLow) {
    /// Every device.
    public static final DeviceFilter ALL =
            new DeviceFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    false,
                    false);

    public DeviceFilter {
        joinEui = digits("JoinEUI", 16, joinEui);
        netId = digits("NetID", 6, netId);
        labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(labels)));
    }

    private static Optional<String> digits(String what, int count, Optional<String> given) {
        given.filter(text -> !text.matches("[0-9A-Fa-f]{" + count + "}"))
                .ifPresent(text -> {
                    throw Fault.badInput(
                            "%s of %d characters: want %d hexadecimal digits"
                                    .formatted(what, text.length(), count));
                });
        return given.map(text -> text.toUpperCase(Locale.ROOT));
    }
}
