package io.lapwing.service.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Somebody who is known, without anything by which he proves it.
///
/// @param version of his row, for changes that depend on what was seen
/// @param enabled whether he may come in
/// @param factors how he proves who he is
/// @param lastSeen when he signed in last
public record Person(
        PersonId id,
        long version,
        boolean enabled,
        List<Grant> grants,
        Set<Factor> factors,
        Optional<Instant> lastSeen) {
    /// How somebody proves who he is.
    public enum Factor {
        PASSWORD,
        TOTP,
        WEBAUTHN,
        RECOVERY,
        OIDC;

        /// As it stands on screen and in audit records.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Person {
        grants = List.copyOf(grants);
        factors = Set.copyOf(factors);
    }
}
