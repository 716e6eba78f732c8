package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tokens for the API, of users and of services: 256 random bits after `lpw_`, of which only the SHA-256 is kept. A token
/// may do at most what its holder may, at the time it is used, and ends by itself.
public final class Tokens {
    /// By which scanners find a token that was left somewhere.
    public static final String PREFIX = "lpw_";

    /// The longest life.
    public static final Duration MAX_LIFE = Duration.ofDays(90);

    /// The most tokens of one holder.
    static final int MAX_OF_HOLDER = 50;

    private static final String ROW_KIND = "token";
    private static final String TERM_HOLDER = "holder";
    private static final int ID_DIGITS = 16;
    private static final int MAX_NAME_LENGTH = 64;
    private static final Duration USE_WRITTEN = Duration.ofHours(1);

    private final Store store;
    private final PersonRows rows;
    private final Trail trail;

    Tokens(Store store, PersonRows rows, Trail trail) {
        this.store = store;
        this.rows = rows;
        this.trail = trail;
    }

    private record Kept(RowKey key, long version, ApiToken token) {}

    /// Makes one for a service, with the permission to change people. A user's is made by that user at
    /// [OwnAccount#issueToken] and by nobody else, and not by a token of his: else one that leaked would go on for ever.
    ///
    /// @param grants each within one of the holder's; empty: the same as the holder's
    /// @throws Fault `FORBIDDEN` for grants beyond the holder's, `EXHAUSTED` when he has too many
    public ApiToken.Issued issue(
            Principal by, PersonId holder, String name, Duration life, List<Grant> grants) {
        by.require(Permission.PEOPLE_CHANGE, Target.PLATFORM);
        switch (holder.kind()) {
            case SERVICE_ACCOUNT -> {}
            case USER ->
                    throw new Fault(
                            Fault.Kind.FORBIDDEN,
                            "a user's token is made by that user on the page of his account");
            case MACHINE, LOCAL ->
                    throw Fault.badInput(
                            "a machine comes with its certificate: want a service account");
        }
        return issued(by, holder, name, life, grants);
    }

    /// Makes one of a user, who has proved who he is.
    ApiToken.Issued issued(
            Object by, PersonId holder, String name, Duration life, List<Grant> grants) {
        checkTerms(name, life);
        Grant.requireValid(grants);
        PersonRow row = rows.require(holder).row();
        List<Grant> wanted = grants.isEmpty() ? row.grants() : grants;
        if (!covers(row.grants(), wanted)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "grants of a token: want none beyond those of " + holder);
        }
        if (store.count(ROW_KIND, term(holder)) >= MAX_OF_HOLDER) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    holder + " has " + MAX_OF_HOLDER + " tokens: revoke one first");
        }
        String secret = PREFIX + Handle.random();
        Bytes hash = Handle.hash(secret);
        Instant now = trail.now();
        String id = hash.toHex().substring(0, ID_DIGITS).toLowerCase(Locale.ROOT);
        ApiToken token =
                new ApiToken(id, holder, name, now, now.plus(life), wanted, Optional.empty());
        AuditEvent event =
                trail.done(
                        by,
                        "token.issue",
                        holder,
                        "token",
                        id,
                        "until",
                        token.until().toString(),
                        "grants",
                        Accounts.text(wanted));
        write(new RowKey(ROW_KIND, hash), 0, token, event);
        return new ApiToken.Issued(token, secret);
    }

    private static void checkTerms(String name, Duration life) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw Fault.badInput(
                    "name of a token: want 1 to %d characters".formatted(MAX_NAME_LENGTH));
        }
        if (!life.isPositive() || life.compareTo(MAX_LIFE) > 0) {
            throw Fault.badInput(
                    "life of a token: want more than 0 and at most %d days"
                            .formatted(MAX_LIFE.toDays()));
        }
    }

    /// The tokens of somebody: one's own, or with the permission to read people.
    public List<ApiToken> list(Principal by, PersonId holder) {
        if (!holder.is(by)) {
            by.require(Permission.PEOPLE_READ, Target.PLATFORM);
        }
        return of(holder).stream().map(Kept::token).toList();
    }

    /// Revokes one by the identifier of the lists.
    ///
    /// @throws Fault `NOT_FOUND` when there is none
    public void revoke(Principal by, PersonId holder, String id) {
        if (!holder.is(by)) {
            by.require(Permission.PEOPLE_CHANGE, Target.PLATFORM);
        }
        Kept kept =
                of(holder).stream()
                        .filter(one -> one.token().id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no such token"));
        Commit commit =
                store.commit(
                        new Change(
                                kept.key(),
                                kept.version(),
                                Optional.empty(),
                                Optional.empty(),
                                trail.done(by, "token.revoke", holder, "token", id)));
        if (commit instanceof Commit.Conflict) {
            throw new Fault(Fault.Kind.CONFLICT, "the token was just used: revoke it again");
        }
    }

    /// Who a token stands for; empty for one that is not known, is over, or whose holder may not come in.
    Optional<Principal> principal(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Optional<Kept> kept =
                store.get(new RowKey(ROW_KIND, Handle.hash(secret)))
                        .map(Tokens::kept)
                        .filter(one -> trail.now().isBefore(one.token().until()));
        return kept.flatMap(one ->
                rows.find(one.token().holder())
                        .map(PersonRows.Kept::row)
                        .filter(PersonRow::enabled)
                        .map(row -> {
                            used(one);
                            return principal(one.token(), row);
                        }));
    }

    private static Principal principal(ApiToken token, PersonRow holder) {
        List<Grant> still =
                token.grants().stream()
                        .filter(grant -> covers(holder.grants(), List.of(grant)))
                        .toList();
        return new Principal(holder.id().name(), holder.id().kind(), still);
    }

    /// Written down once an hour; whoever was faster wrote the same.
    private void used(Kept kept) {
        Instant now = trail.now();
        boolean fresh =
                kept.token()
                        .lastUsed()
                        .filter(last -> last.plus(USE_WRITTEN).isAfter(now))
                        .isPresent();
        if (!fresh) {
            ApiToken token = kept.token().used(now);
            Commit _ =
                    store.commit(
                            change(
                                    kept.key(),
                                    kept.version(),
                                    token,
                                    trail.done(
                                            token.holder(),
                                            "token.use",
                                            token.holder(),
                                            "token",
                                            token.id())));
        }
    }

    static boolean covers(List<Grant> all, List<Grant> some) {
        return some.stream()
                .allMatch(wanted ->
                        all.stream()
                                .anyMatch(own ->
                                        own.role() == wanted.role()
                                                && own.scope().contains(wanted.scope())));
    }

    private List<Kept> of(PersonId holder) {
        return store
                .get(
                        ROW_KIND,
                        store.search(ROW_KIND, term(holder), Optional.empty(), 2 * MAX_OF_HOLDER))
                .stream()
                .map(Tokens::kept)
                .filter(kept -> kept.token().holder().equals(holder))
                .toList();
    }

    private static Change.Term term(PersonId holder) {
        return new Change.Term(TERM_HOLDER, holder.toString());
    }

    private void write(RowKey key, long expected, ApiToken token, AuditEvent event) {
        if (store.commit(change(key, expected, token, event)) instanceof Commit.Conflict) {
            throw new Fault(Fault.Kind.INTERNAL, "a random token was there already");
        }
    }

    private static Change change(RowKey key, long expected, ApiToken token, AuditEvent event) {
        return new Change(
                key,
                expected,
                Optional.of(PersonRow.JSON.write(token)),
                Optional.of(Set.of(term(token.holder()))),
                event);
    }

    private static Kept kept(Row row) {
        return new Kept(row.key(), row.version(), row.read(PersonRow.JSON, ApiToken.class));
    }
}
