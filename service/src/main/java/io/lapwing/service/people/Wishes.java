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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Approvals by a second person, as rows of kind `approval`. Steps on a single device that wait for its owner stand in the
/// device's own row.
public final class Wishes {
    /// How long one waits, and how long an approved one may be taken.
    public static final Duration LIFE = Duration.ofDays(3);

    /// The most that wait at a time.
    static final int MAX_WAITING = 1_000;

    private static final String ROW_KIND = "approval";
    private static final String TERM_STATE = "state";
    private static final int MAX_REASON = 200;
    private static final int ID_BYTES = 8;

    private final Store store;
    private final Trail trail;

    Wishes(Store store, Trail trail) {
        this.store = store;
        this.trail = trail;
    }

    private record Kept(Wish wish, long version) {}

    private record Step(Wish next, AuditEvent event) {}

    /// Asks.
    ///
    /// @param object what it is to be done to, 1 to 200 characters
    /// @param target the same for permissions
    /// @param reason 1 to 200 characters, for the one who decides
    /// @throws Fault `FORBIDDEN` without the action's permission
    public Wish ask(Principal by, Wish.Action action, String object, Target target, String reason) {
        by.require(action.permission(), target);
        check("object", object);
        check("reason", reason);
        if (store.count(ROW_KIND, term(Wish.State.WAITING)) >= MAX_WAITING) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, MAX_WAITING + " approvals wait: have some decided first");
        }
        Instant now = trail.now();
        String id = Handle.octets(ID_BYTES).toHex().toLowerCase(Locale.ROOT);
        Wish wish =
                new Wish(
                        id,
                        action,
                        object,
                        target,
                        reason,
                        by.toString(),
                        now,
                        now.plus(LIFE),
                        Wish.State.WAITING,
                        Optional.empty());
        AuditEvent event =
                trail.done(
                        by,
                        "approval.ask",
                        object,
                        "approval",
                        id,
                        "step",
                        action.word(),
                        "reason",
                        reason);
        if (commit(0, wish, event) instanceof Commit.Conflict) {
            throw new Fault(Fault.Kind.INTERNAL, "a random approval was there already");
        }
        return wish;
    }

    private static void check(String field, String text) {
        if (text.isBlank() || text.length() > MAX_REASON) {
            throw Fault.badInput(
                    "%s of %d characters: want 1 to %d"
                            .formatted(field, text.length(), MAX_REASON));
        }
    }

    /// Those that wait and concern this principal: he asked, or may decide. Oldest key first.
    ///
    /// @param after the identifier of the last one of the page before
    public List<Wish> waiting(Principal by, Optional<String> after, int limit) {
        return store
                .get(
                        ROW_KIND,
                        store.search(
                                ROW_KIND,
                                term(Wish.State.WAITING),
                                after.map(id -> key(id).key()),
                                limit))
                .stream()
                .map(row -> kept(row).wish())
                .filter(wish -> wish.state() == Wish.State.WAITING && isLive(wish))
                .filter(wish -> concerns(by, wish))
                .toList();
    }

    /// One; one that does not concern this principal is not there.
    public Wish find(Principal by, String id) {
        Wish wish = require(id).wish();
        if (!concerns(by, wish)) {
            throw missing();
        }
        return wish;
    }

    /// Approves or refuses.
    ///
    /// @throws Fault `FORBIDDEN` for whoever asked, for a program, and without the permission to approve; `CONFLICT` when
    ///     it is decided already or its time is over
    public Wish decide(Principal by, String id, boolean approve) {
        Wish.State state = approve ? Wish.State.APPROVED : Wish.State.REFUSED;
        return change(
                id,
                wish -> {
                    requireMayDecide(by, wish);
                    require(wish, Wish.State.WAITING);
                    return new Step(
                            wish.decided(state, by.toString()),
                            trail.done(
                                    by,
                                    approve ? "approval.approve" : "approval.refuse",
                                    wish.object(),
                                    "approval",
                                    id,
                                    "step",
                                    wish.action().word(),
                                    "asked-by",
                                    wish.askedBy()));
                });
    }

    private static void requireMayDecide(Principal by, Wish wish) {
        if (!concerns(by, wish)) {
            throw missing();
        }
        if (by.toString().equals(wish.askedBy())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "whoever asked may not decide: have another person approve it");
        }
        if (by.kind() != Principal.Kind.USER && by.kind() != Principal.Kind.LOCAL) {
            throw new Fault(Fault.Kind.FORBIDDEN, "a program may not decide: want a person");
        }
        by.require(Permission.APPROVE, wish.target());
    }

    /// Takes an approved one in order to do it: whoever takes it is the only one.
    ///
    /// @throws Fault `CONFLICT` when it is not approved, was taken, or its time is over
    public Wish take(Principal by, String id, Wish.Action action) {
        return change(
                id,
                wish -> {
                    if (wish.action() != action || !concerns(by, wish)) {
                        throw missing();
                    }
                    by.require(action.permission(), wish.target());
                    require(wish, Wish.State.APPROVED);
                    return new Step(
                            wish.taken(),
                            trail.done(
                                    by,
                                    "approval.take",
                                    wish.object(),
                                    "approval",
                                    id,
                                    "step",
                                    action.word()));
                });
    }

    private void require(Wish wish, Wish.State wanted) {
        if (wish.state() != wanted || !isLive(wish)) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "approval is %s: want it %s"
                            .formatted(isLive(wish) ? word(wish.state()) : "over", word(wanted)));
        }
    }

    private boolean isLive(Wish wish) {
        return trail.now().isBefore(wish.until());
    }

    private static boolean concerns(Principal by, Wish wish) {
        return wish.askedBy().equals(by.toString())
                || by.may(Permission.APPROVE, wish.target())
                || by.may(wish.action().permission(), wish.target());
    }

    private Wish change(String id, Function<Wish, Step> decide) {
        Kept seen = require(id);
        Step step = decide.apply(seen.wish());
        if (commit(seen.version(), step.next(), step.event()) instanceof Commit.Conflict) {
            throw new Fault(Fault.Kind.CONFLICT, "somebody else was faster: look again");
        }
        return step.next();
    }

    private Kept require(String id) {
        return store.get(key(id)).map(Wishes::kept).orElseThrow(Wishes::missing);
    }

    private static Fault missing() {
        return new Fault(Fault.Kind.NOT_FOUND, "no such approval");
    }

    private Commit commit(long expected, Wish wish, AuditEvent event) {
        return store.commit(
                new Change(
                        key(wish.id()),
                        expected,
                        Optional.of(PersonRow.JSON.write(wish)),
                        Optional.of(Set.of(term(wish.state()))),
                        event));
    }

    private static RowKey key(String id) {
        if (id.isEmpty() || id.length() > 2 * ID_BYTES) {
            throw missing();
        }
        return new RowKey(ROW_KIND, Bytes.of(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static Change.Term term(Wish.State state) {
        return new Change.Term(TERM_STATE, word(state));
    }

    private static String word(Wish.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Kept kept(Row row) {
        return new Kept(PersonRow.JSON.read(row.body(), Wish.class), row.version());
    }
}
