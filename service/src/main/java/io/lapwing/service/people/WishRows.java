package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Wishes as rows of the kind `approval`.
final class WishRows {
    /// The most rows of one search.
    static final int PAGE = 1_000;

    private static final String KIND = "approval";
    private static final String TERM_STATE = "state";
    private static final String TERM_ASKER = "asked-by";

    /// On those that wait, who asked.
    private static final String TERM_WAITS_FOR = "waits-for";

    private static final int MAX_ID = 16;

    private final Store store;

    WishRows(Store store) {
        this.store = store;
    }

    /// A wish and the version of its row.
    record Kept(Wish wish, long version) {}

    Kept require(String id) {
        return find(id).orElseThrow(WishRows::missing);
    }

    Optional<Kept> find(String id) {
        return id.matches("[0-9a-f]{1," + MAX_ID + "}")
                ? store.get(key(id)).map(WishRows::kept)
                : Optional.empty();
    }

    List<Kept> in(Wish.State state) {
        return having(TERM_STATE, state.word());
    }

    List<Kept> of(String asker) {
        return having(TERM_ASKER, lower(asker));
    }

    private List<Kept> having(String term, String value) {
        Change.Term wanted = new Change.Term(term, value);
        return store.get(KIND, store.search(KIND, wanted, Optional.empty(), PAGE)).stream()
                .map(WishRows::kept)
                .toList();
    }

    /// How many wait.
    long waiting() {
        return store.count(KIND, new Change.Term(TERM_STATE, Wish.State.WAITING.word()));
    }

    /// How many of one asker wait.
    long waitingOf(String asker) {
        return store.count(KIND, new Change.Term(TERM_WAITS_FOR, lower(asker)));
    }

    /// @param expected 0 for a new one
    Commit save(long expected, Wish wish, AuditEvent event) {
        return store.commit(
                new Change(
                        key(wish.id()),
                        expected,
                        Optional.of(PersonRow.JSON.write(wish)),
                        Optional.of(terms(wish)),
                        event));
    }

    /// Another that removed it first is welcome.
    void remove(Kept kept, AuditEvent event) {
        var _ =
                store.commit(
                        new Change(
                                key(kept.wish().id()),
                                kept.version(),
                                Optional.empty(),
                                Optional.of(Set.of()),
                                event));
    }

    private static Set<Change.Term> terms(Wish wish) {
        Change.Term state = new Change.Term(TERM_STATE, wish.state().word());
        Change.Term asker = new Change.Term(TERM_ASKER, lower(wish.askedBy()));
        return wish.state() == Wish.State.WAITING
                ? Set.of(state, asker, new Change.Term(TERM_WAITS_FOR, lower(wish.askedBy())))
                : Set.of(state, asker);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static RowKey key(String id) {
        return new RowKey(KIND, Bytes.of(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static Kept kept(Row row) {
        return new Kept(row.read(PersonRow.JSON, Wish.class), row.version());
    }

    static Fault missing() {
        return new Fault(Fault.Kind.NOT_FOUND, "no such approval");
    }
}
