package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The rows of people: each change is one compare-and-set with its audit record.
final class PersonRows {
    /// How often a change is decided anew when another was faster.
    private static final int ATTEMPTS = 16;

    private final Store store;

    PersonRows(Store store) {
        this.store = store;
    }

    /// A row as it was read.
    record Kept(PersonRow row, long version) {
        Person view() {
            return row.view(version);
        }
    }

    /// What a row becomes, and the record of it.
    record Step(PersonRow next, AuditEvent event) {}

    Optional<Kept> find(PersonId id) {
        return store.get(id.key()).map(PersonRows::kept);
    }

    /// The row of somebody who must be there.
    ///
    /// @throws Fault `NOT_FOUND`
    Kept require(PersonId id) {
        return find(id).orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no person " + id));
    }

    List<Kept> page(Optional<PersonId> after, int limit) {
        return store.scan(PersonId.ROW_KIND, after.map(id -> id.key().key()), limit).stream()
                .map(PersonRows::kept)
                .toList();
    }

    /// The one row that carries a term with this value.
    Optional<Kept> withTerm(String term, Bytes value) {
        return allWithTerm(term, value).stream().findFirst();
    }

    /// The rows that carry a term with this value, two at most: where there should be one, that tells that there are more.
    List<Kept> allWithTerm(String term, Bytes value) {
        Change.Term exact = new Change.Term(term, PersonRow.termValue(value));
        List<Bytes> keys = store.search(PersonId.ROW_KIND, exact, Optional.empty(), 2);
        return store.get(PersonId.ROW_KIND, keys).stream().map(PersonRows::kept).toList();
    }

    /// How many who have this role without bounds can sign in.
    long ready(Role role) {
        return store.count(PersonId.ROW_KIND, new Change.Term(PersonRow.TERM_READY, role.word()));
    }

    /// @throws Fault `CONFLICT` when there is one of this name
    Kept create(PersonRow row, AuditEvent event) {
        return switch (commit(0, row, event)) {
            case Commit.Done done -> new Kept(row, done.version());
            case Commit.Conflict _ ->
                    throw new Fault(
                            Fault.Kind.CONFLICT, row.id() + " is there already: want another name");
        };
    }

    /// Changes a row that must be there, deciding anew while others are faster.
    ///
    /// @param version which the row must have; empty: whichever
    Kept change(PersonId id, OptionalLong version, Function<PersonRow, Step> decide) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Kept seen = require(id);
            requireVersion(seen, version);
            Step step = decide.apply(seen.row());
            if (commit(seen.version(), step.next(), step.event()) instanceof Commit.Done done) {
                return new Kept(step.next(), done.version());
            }
        }
        throw new Fault(
                Fault.Kind.UNAVAILABLE, id + " is being changed by others: come again later");
    }

    void remove(PersonId id, OptionalLong version, AuditEvent event) {
        Kept seen = require(id);
        requireVersion(seen, version);
        Commit commit =
                store.commit(
                        new Change(
                                id.key(),
                                seen.version(),
                                Optional.empty(),
                                Optional.empty(),
                                event));
        if (commit instanceof Commit.Conflict) {
            throw changed(id);
        }
    }

    private static void requireVersion(Kept seen, OptionalLong version) {
        if (version.isPresent() && version.getAsLong() != seen.version()) {
            throw changed(seen.row().id());
        }
    }

    private static Fault changed(PersonId id) {
        return new Fault(
                Fault.Kind.CONFLICT, id + " was changed by somebody else: look again first");
    }

    private Commit commit(long expected, PersonRow row, AuditEvent event) {
        return store.commit(
                new Change(
                        row.id().key(),
                        expected,
                        Optional.of(PersonRow.JSON.write(row)),
                        Optional.of(row.terms()),
                        event));
    }

    private static Kept kept(Row row) {
        return new Kept(row.read(PersonRow.JSON, PersonRow.class), row.version());
    }
}
