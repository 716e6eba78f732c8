package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Commit;
import io.lapwing.service.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Approvals by a second person, from the question to its end. Steps on a single device that wait for its owner stand in
/// the device's own row.
///
/// Each step is one compare-and-set with its audit record: a wish is decided once and taken once, however many try.
/// Whoever asked must still be allowed to when it is approved, and when it is done.
public final class Wishes {
    /// How long one waits, and how long an approved one may be used.
    public static final Duration LIFE = Duration.ofDays(3);

    /// How long one that has come to its end is shown.
    static final Duration KEPT = Duration.ofDays(30);

    /// The most that wait at a time.
    static final int MAX_WAITING = 1_000;

    /// The most of one asker that wait at a time.
    static final int MAX_WAITING_OF_ONE = 50;

    private static final String SYSTEM = "system:approvals";
    private static final int ID_BYTES = 8;

    private final WishRows rows;
    private final Trail trail;
    private final Function<String, Optional<Principal>> people;

    /// @param people somebody as the audit log names him, with what he may do now; empty when he may do nothing any more
    Wishes(Store store, Trail trail, Function<String, Optional<Principal>> people) {
        rows = new WishRows(store);
        this.trail = trail;
        this.people = people;
    }

    /// Asks.
    ///
    /// @throws Fault `FORBIDDEN` without the permission that it takes, `EXHAUSTED` while too many wait
    public Wish ask(Principal by, Wish.Asked asked) {
        by.require(asked.permission(), asked.target());
        sweep(by);
        if (rows.waiting() >= MAX_WAITING) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED, MAX_WAITING + " approvals wait: have some decided first");
        }
        if (rows.waitingOf(by.toString()) >= MAX_WAITING_OF_ONE) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    MAX_WAITING_OF_ONE + " of your approvals wait: withdraw some first");
        }
        Instant now = trail.now();
        Wish wish =
                new Wish(
                        Handle.octets(ID_BYTES).toHex().toLowerCase(Locale.ROOT),
                        asked,
                        by.toString(),
                        now,
                        now.plus(LIFE),
                        Wish.State.WAITING,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        AuditEvent event = event(by.toString(), "approval.ask", wish, "reason", asked.reason());
        if (rows.save(0, wish, event) instanceof Commit.Conflict) {
            throw new Fault(Fault.Kind.INTERNAL, "a random approval was there already");
        }
        return wish;
    }

    /// Lets those die whose time is over, and forgets the asker's that are long past.
    private void sweep(Principal by) {
        rows.in(Wish.State.WAITING).stream()
                .filter(kept -> !isLive(kept.wish()))
                .forEach(kept -> {
                    Wish over = kept.wish().in(Wish.State.OVER);
                    // another that was faster said the same
                    var _ = rows.save(kept.version(), over, event(SYSTEM, "approval.over", over));
                });
        Instant old = trail.now().minus(KEPT);
        rows.of(by.toString()).stream()
                .filter(kept -> kept.wish().until().isBefore(old))
                .filter(kept -> kept.wish().state() != Wish.State.TAKEN)
                .forEach(kept -> rows.remove(kept, event(SYSTEM, "approval.forget", kept.wish())));
    }

    /// Those that wait and concern this principal, and all that he asked for: what waits first, then the newest.
    public List<Wish> list(Principal by) {
        Stream<Wish> waiting =
                rows.in(Wish.State.WAITING).stream().map(this::now).filter(Wishes::waits);
        Stream<Wish> own =
                rows.of(by.toString()).stream().map(this::now).filter(wish -> !waits(wish));
        return Stream.concat(
                        waiting.filter(wish -> concerns(by, wish)).sorted(this::older),
                        own.sorted((a, b) -> older(b, a)))
                .toList();
    }

    private static boolean waits(Wish wish) {
        return wish.state() == Wish.State.WAITING;
    }

    private int older(Wish one, Wish other) {
        int time = one.at().compareTo(other.at());
        return time != 0 ? time : one.id().compareTo(other.id());
    }

    /// One; one that does not concern this principal is not there.
    public Wish find(Principal by, String id) {
        Wish wish = now(rows.require(id).wish());
        if (!concerns(by, wish)) {
            throw WishRows.missing();
        }
        return wish;
    }

    /// As it is at this time: what nobody decided is over.
    private Wish now(WishRows.Kept kept) {
        return now(kept.wish());
    }

    private Wish now(Wish wish) {
        return waits(wish) && !isLive(wish) ? wish.in(Wish.State.OVER) : wish;
    }

    /// Approves or refuses.
    ///
    /// @throws Fault `FORBIDDEN` for whoever asked, for a program, and without the permission to approve; `CONFLICT` when
    ///     it is decided already, its time is over, or its asker may no longer do it
    public Wish decide(Principal by, String id, boolean approve) {
        return change(
                id,
                by.toString(),
                approve ? "approval.approve" : "approval.refuse",
                wish -> {
                    requireMayDecide(by, wish);
                    require(wish, Wish.State.WAITING);
                    if (approve) {
                        Principal _ = asker(wish);
                    }
                    return wish.decided(
                            approve ? Wish.State.APPROVED : Wish.State.REFUSED, by.toString());
                });
    }

    /// Whether this principal may decide it: neither asker nor program, and within his scope.
    public boolean mayDecide(Principal by, Wish wish) {
        return waits(now(wish))
                && !by.isSameAs(wish.askedBy())
                && by.isPerson()
                && by.may(Permission.APPROVE, wish.asked().target());
    }

    private static void requireMayDecide(Principal by, Wish wish) {
        if (!concerns(by, wish)) {
            throw WishRows.missing();
        }
        if (by.isSameAs(wish.askedBy())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "whoever asked may not decide: have another person approve it");
        }
        if (!by.isPerson()) {
            throw new Fault(Fault.Kind.FORBIDDEN, "a program may not decide: want a person");
        }
        by.require(Permission.APPROVE, wish.asked().target());
    }

    /// Takes a wish back that waits, or that was approved and not yet begun.
    ///
    /// @throws Fault `FORBIDDEN` for anyone but who asked
    public Wish withdraw(Principal by, String id) {
        return change(
                id,
                by.toString(),
                "approval.withdraw",
                wish -> {
                    if (!concerns(by, wish)) {
                        throw WishRows.missing();
                    }
                    if (!by.toString().equals(wish.askedBy())) {
                        throw new Fault(
                                Fault.Kind.FORBIDDEN, "only who asked may withdraw: refuse it");
                    }
                    if (wish.state() != Wish.State.APPROVED) {
                        require(wish, Wish.State.WAITING);
                    }
                    return wish.in(Wish.State.WITHDRAWN);
                });
    }

    /// Takes an approved one in order to do it. The job that has it may take it again, after a restart; no other.
    ///
    /// @throws Fault `CONFLICT` when it is not approved, another job has it, its time is over, or its asker may no longer
    ///     do it
    public Wish take(String id, String job) {
        Wish seen = rows.require(id).wish();
        if (seen.state() == Wish.State.TAKEN && seen.job().equals(Optional.of(job))) {
            return seen;
        }
        return change(
                id,
                SYSTEM,
                "approval.take",
                wish -> {
                    require(wish, Wish.State.APPROVED);
                    Principal _ = asker(wish);
                    Principal _ = approver(wish);
                    return wish.taken(job);
                });
    }

    /// Says what became of one that was taken, or that could not be.
    public void finish(String id, boolean done, String what) {
        Wish.State end = done ? Wish.State.DONE : Wish.State.FAILED;
        Wish _ =
                change(
                        id,
                        SYSTEM,
                        "approval." + end.word(),
                        wish -> {
                            if (wish.state() != Wish.State.APPROVED) {
                                requireState(wish, Wish.State.TAKEN);
                            }
                            return wish.ended(end, what);
                        });
    }

    /// Lets the asker have what was approved for him, as often as he wants until its time is over.
    ///
    /// @param states those in which there is something to have
    /// @throws Fault `NOT_FOUND` for anyone else, `CONFLICT` in another state
    public Wish use(Principal by, String id, Set<Wish.State> states) {
        Wish wish = rows.require(id).wish();
        if (!by.toString().equals(wish.askedBy())) {
            throw WishRows.missing();
        }
        by.require(wish.asked().permission(), wish.asked().target());
        if (!states.contains(wish.state())) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "approval is %s: there is no file for you".formatted(wish.state().word()));
        }
        if (wish.state() == Wish.State.APPROVED) {
            require(wish, Wish.State.APPROVED);
            Principal _ = approver(wish);
        }
        trail.record(event(by.toString(), "approval.use", wish));
        return wish;
    }

    /// One, whomever it concerns: for the one who does it.
    public Optional<Wish> seen(String id) {
        return rows.find(id).map(WishRows.Kept::wish);
    }

    /// Those of a state, whomever they concern: for the one who does them.
    public List<Wish> in(Wish.State state) {
        return rows.in(state).stream().map(WishRows.Kept::wish).toList();
    }

    /// Who asked, with what he may do now.
    ///
    /// @throws Fault `CONFLICT` when he may no longer do it
    public Principal asker(Wish wish) {
        return people.apply(wish.askedBy())
                .filter(who -> who.may(wish.asked().permission(), wish.asked().target()))
                .orElseThrow(() -> gone(wish.askedBy()));
    }

    /// Who approved, with what he may do now.
    ///
    /// @throws Fault `CONFLICT` when he may no longer approve it
    public Principal approver(Wish wish) {
        String name = wish.decidedBy().orElse("");
        return people.apply(name)
                .filter(who -> who.may(Permission.APPROVE, wish.asked().target()))
                .orElseThrow(() -> gone(name));
    }

    private static Fault gone(String name) {
        return new Fault(
                Fault.Kind.CONFLICT, name + " may no longer do this: have someone else ask anew");
    }

    private void require(Wish wish, Wish.State wanted) {
        requireState(now(wish), wanted);
        if (!isLive(wish)) {
            throw new Fault(Fault.Kind.CONFLICT, "the approval's time is over: ask anew");
        }
    }

    private static void requireState(Wish wish, Wish.State wanted) {
        if (wish.state() != wanted) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "approval is %s: want it %s".formatted(wish.state().word(), wanted.word()));
        }
    }

    private boolean isLive(Wish wish) {
        return trail.now().isBefore(wish.until());
    }

    private static boolean concerns(Principal by, Wish wish) {
        return wish.askedBy().equals(by.toString())
                || by.may(Permission.APPROVE, wish.asked().target())
                || by.may(wish.asked().permission(), wish.asked().target());
    }

    private Wish change(String id, String actor, String action, UnaryOperator<Wish> decide) {
        WishRows.Kept seen = rows.require(id);
        Wish next = decide.apply(seen.wish());
        if (rows.save(seen.version(), next, event(actor, action, next))
                instanceof Commit.Conflict) {
            throw new Fault(Fault.Kind.CONFLICT, "somebody else was faster: look again");
        }
        return next;
    }

    private AuditEvent event(String actor, String action, Wish wish, String... more) {
        String[] details = new String[6 + more.length];
        details[0] = "approval";
        details[1] = wish.id();
        details[2] = "step";
        details[3] = wish.asked().step();
        details[4] = "asked-by";
        details[5] = wish.askedBy();
        System.arraycopy(more, 0, details, 6, more.length);
        return trail.done(actor, action, wish.asked().object(), details);
    }
}
