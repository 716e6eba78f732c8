package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a device stands between the factory and its end.
///
/// | from | to |
/// |---|---|
/// | manufactured | provisioned, retired, compromised |
/// | provisioned | claimed, active, suspended, retired, compromised |
/// | claimed | active, suspended, retired, compromised |
/// | active | suspended, retired, compromised |
/// | suspended | provisioned, claimed, active, retired, compromised |
/// | retired | compromised |
/// | compromised | retired |
///
/// A provisioned device becomes active without a claim only where none is required; a suspended one goes back to where
/// its history puts it (see [Device#resumed()]). A device is scrapped, that is retired, from any state.
public enum Lifecycle {
    /// Known, its root keys not yet in the device.
    MANUFACTURED,
    /// Its root keys are in the device.
    PROVISIONED,
    /// It has an owner, and has not joined yet.
    CLAIMED,
    /// It has joined.
    ACTIVE,
    /// It may not join until someone resumes it.
    SUSPENDED,
    /// At its end: its wrapped keys are gone from the store, for good.
    RETIRED,
    /// Not to be trusted: its keys are refused every use.
    COMPROMISED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The states that may follow.
    public Set<Lifecycle> next() {
        return switch (this) {
            case MANUFACTURED -> EnumSet.of(PROVISIONED, RETIRED, COMPROMISED);
            case PROVISIONED -> EnumSet.of(CLAIMED, ACTIVE, SUSPENDED, RETIRED, COMPROMISED);
            case CLAIMED -> EnumSet.of(ACTIVE, SUSPENDED, RETIRED, COMPROMISED);
            case ACTIVE -> EnumSet.of(SUSPENDED, RETIRED, COMPROMISED);
            case SUSPENDED -> EnumSet.of(PROVISIONED, CLAIMED, ACTIVE, RETIRED, COMPROMISED);
            case RETIRED -> EnumSet.of(COMPROMISED);
            case COMPROMISED -> EnumSet.of(RETIRED);
        };
    }

    /// The step to `wanted`.
    ///
    /// @throws Fault `CONFLICT`, naming the steps there are, when this is none
    public Lifecycle to(Lifecycle wanted) {
        if (!next().contains(wanted)) {
            String allowed = next().stream().map(Lifecycle::word).collect(Collectors.joining(", "));
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "lifecycle "
                            + word
                            + " to "
                            + wanted.word
                            + ": from "
                            + word
                            + " want "
                            + allowed);
        }
        return wanted;
    }

    /// Its name on screen, in rows and in exports: `active`.
    public String word() {
        return word;
    }

    /// Reads [#word()].
    public static Lifecycle parse(String word) {
        for (Lifecycle state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw Fault.badInput(
                "lifecycle state \""
                        + word
                        + "\": want one of "
                        + Set.of(values()).stream()
                                .sorted()
                                .map(Lifecycle::word)
                                .collect(Collectors.joining(", ")));
    }
}
