package io.lapwing.service.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token for the API, without what makes it one.
///
/// @param id for lists and for revoking it
/// @param name what it is for, in its maker's words
/// @param grants what it may do, as long as its holder may
/// @param lastUsed to the hour
public record ApiToken(
        String id,
        PersonId holder,
        String name,
        Instant since,
        Instant until,
        List<Grant> grants,
        Optional<Instant> lastUsed) {
    public ApiToken {
        grants = Grant.valid(grants);
    }

    ApiToken used(Instant at) {
        return new ApiToken(id, holder, name, since, until, grants, Optional.of(at));
    }

    /// A token just made.
    ///
    /// @param secret what a program sends as `Authorization: Bearer …`; shown this once
    public record Issued(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + ", secret=[secret]]";
        }
    }
}
