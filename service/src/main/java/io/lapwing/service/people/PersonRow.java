package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Change;
import io.lapwing.service.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Somebody as his row says it.
record PersonRow(
        PersonId id,
        boolean enabled,
        List<Grant> grants,
        Means means,
        Instant since,
        Optional<Instant> lastSeen) {
    /// The most grants of one person.
    static final int MAX_GRANTS = 32;

    static final String TERM_INVITE = "invite";
    static final String TERM_SUBJECT = "subject";
    static final String TERM_READY = "ready";

    static final Json JSON =
            Json.strict()
                    .text(PersonId.class, PersonId::parse, PersonId::toString)
                    .text(Role.class, Role::parse, Role::word)
                    .text(EuiRange.class, EuiRange::parse, EuiRange::toString)
                    .build();

    PersonRow {
        grants = Grant.valid(grants);
        if (grants.size() > MAX_GRANTS) {
            throw Fault.badInput(
                    "%d grants for %s: want at most %d".formatted(grants.size(), id, MAX_GRANTS));
        }
    }

    PersonRow withGrants(List<Grant> others) {
        return new PersonRow(id, enabled, others, means, since, lastSeen);
    }

    PersonRow withEnabled(boolean whether) {
        return new PersonRow(id, whether, grants, means, since, lastSeen);
    }

    PersonRow withMeans(Means others) {
        return new PersonRow(id, enabled, grants, others, since, lastSeen);
    }

    PersonRow seen(Instant at) {
        return new PersonRow(id, enabled, grants, means, since, Optional.of(at));
    }

    Person view(long version) {
        return new Person(id, version, enabled, grants, means.factors(), lastSeen);
    }

    Principal principal() {
        return new Principal(id.name(), id.kind(), grants);
    }

    /// By what the row is found: an invitation, a subject, and the roles of those who can sign in.
    Set<Change.Term> terms() {
        Set<Change.Term> terms = new HashSet<>();
        means.invite().ifPresent(code -> terms.add(term(TERM_INVITE, code.hash())));
        means.subject().ifPresent(hash -> terms.add(term(TERM_SUBJECT, hash)));
        if (enabled && means.hasSecondFactor()) {
            grants.stream()
                    .filter(grant -> grant.scope().equals(Scope.EVERYTHING))
                    .forEach(grant -> terms.add(new Change.Term(TERM_READY, grant.role().word())));
        }
        return terms;
    }

    private static Change.Term term(String name, Bytes value) {
        return new Change.Term(name, termValue(value));
    }

    static String termValue(Bytes value) {
        return value.toHex().toLowerCase(Locale.ROOT);
    }
}
