package io.lapwing.kms;

import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.WrappedKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A wrapping key that the platform shares with one receiver of keys, in all its versions.
///
/// @param label as the receiver knows it, 1 to 100 visible characters; unique among receivers of the same role
/// @param role what the receiver may be given
/// @param versions oldest first, at most 16
public record Receiver(String label, KeyBinding.Role role, List<Version> versions) {
    /// One version.
    ///
    /// @param number from 1, never used twice
    /// @param wrapped empty once retired
    public record Version(int number, Optional<WrappedKey> wrapped, Instant since) {}

    public Receiver {
        Names.check("wrapping key label", label);
        versions = List.copyOf(versions);
    }

    /// The newest version in use.
    public Optional<Version> newest() {
        return versions.stream()
                .filter(version -> version.wrapped().isPresent())
                .max(Comparator.comparingInt(Version::number));
    }

    int nextNumber() {
        return versions.stream().mapToInt(Version::number).max().orElse(0) + 1;
    }

    KeyBinding.Receiver binding(int number) {
        return new KeyBinding.Receiver(label, role, number);
    }
}
