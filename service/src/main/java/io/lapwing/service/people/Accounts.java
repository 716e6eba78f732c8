package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Users, service accounts and machines, as administrators manage them. Each change takes effect with the next request
/// of whom it is about.
///
/// All methods throw [Fault] `FORBIDDEN` without the permission, `NOT_FOUND` for nobody, and `CONFLICT` when the row is no
/// longer of the version that was given.
public final class Accounts {
    /// How long an invitation holds.
    public static final Duration INVITATION_LIFE = Duration.ofDays(3);

    /// The most that a page has.
    public static final int MAX_PAGE = 200;

    private final PersonRows rows;
    private final Sessions sessions;
    private final Flows flows;
    private final Trail trail;

    Accounts(PersonRows rows, Sessions sessions, Flows flows, Trail trail) {
        this.rows = rows;
        this.sessions = sessions;
        this.flows = flows;
        this.trail = trail;
    }

    /// People by kind and name.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    public List<Person> page(Principal by, Optional<PersonId> after, int limit) {
        by.require(Permission.PEOPLE_READ, Target.PLATFORM);
        if (limit < 1 || limit > MAX_PAGE) {
            throw Fault.badInput("page of " + limit + ": want 1 to " + MAX_PAGE);
        }
        return rows.page(after, limit).stream().map(PersonRows.Kept::view).toList();
    }

    /// Somebody: oneself, or with the permission to read people.
    public Person find(Principal by, PersonId id) {
        if (!id.is(by)) {
            by.require(Permission.PEOPLE_READ, Target.PLATFORM);
        }
        return rows.require(id).view();
    }

    /// Makes somebody. A user gets an invitation; a service gets tokens, and a machine comes with its certificate: its
    /// name is the role in the certificate, or role, dot and name for one machine alone.
    public Invitation create(Principal by, PersonId id, List<Grant> grants) {
        requireChange(by);
        Grant.requireValid(grants);
        Invite code = id.kind() == Principal.Kind.USER ? Invite.random(until()) : Invite.NONE;
        Means means = code.stored().map(Means.NONE::withInvite).orElse(Means.NONE);
        PersonRow row = new PersonRow(id, true, grants, means, trail.now(), Optional.empty());
        PersonRows.Kept made =
                rows.create(row, trail.done(by, "user.create", id, "grants", text(grants)));
        return new Invitation(made.view(), code.text(), code.stored().map(Means.Invite::until));
    }

    private Instant until() {
        return trail.now().plus(INVITATION_LIFE);
    }

    /// Gives these grants in place of those that are there. Nobody changes his own. Sessions end: nobody goes on under an
    /// identifier that he had when he was allowed something else.
    public Person grant(Principal by, PersonId id, OptionalLong version, List<Grant> grants) {
        requireOther(by, id);
        Grant.requireValid(grants);
        Person changed =
                rows.change(
                                id,
                                version,
                                row ->
                                        new PersonRows.Step(
                                                row.withGrants(grants),
                                                trail.done(
                                                        by,
                                                        "user.grant",
                                                        id,
                                                        "grants",
                                                        text(grants))))
                        .view();
        signOut(id);
        return changed;
    }

    /// Lets somebody in, or no more: then sessions end at once, and tokens and certificates let nobody in.
    public Person enable(Principal by, PersonId id, OptionalLong version, boolean enabled) {
        requireOther(by, id);
        Person changed =
                rows.change(
                                id,
                                version,
                                row ->
                                        new PersonRows.Step(
                                                row.withEnabled(enabled),
                                                trail.done(
                                                        by,
                                                        enabled ? "user.resume" : "user.suspend",
                                                        id)))
                        .view();
        if (!enabled) {
            signOut(id);
        }
        return changed;
    }

    /// Takes password, second factors and recovery codes away, and invites anew. Sessions end.
    public Invitation reset(Principal by, PersonId id) {
        requireOther(by, id);
        if (id.kind() != Principal.Kind.USER) {
            throw Fault.badInput(id + " has no password: revoke its tokens or its certificate");
        }
        Invite code = Invite.random(until());
        PersonRows.Kept changed =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(
                                                code.stored()
                                                        .map(Means.NONE::withInvite)
                                                        .orElse(Means.NONE)),
                                        trail.done(by, "user.reset", id)));
        signOut(id);
        return new Invitation(changed.view(), code.text(), code.stored().map(Means.Invite::until));
    }

    /// The passkeys of somebody: one's own, or with the permission to read people.
    public List<KnownPasskey> passkeys(Principal by, PersonId id) {
        if (!id.is(by)) {
            by.require(Permission.PEOPLE_READ, Target.PLATFORM);
            return passkeys(rows.require(id));
        }
        // a machine may come in by the entry of its role, and has none of its own
        return rows.find(id).map(Accounts::passkeys).orElse(List.of());
    }

    private static List<KnownPasskey> passkeys(PersonRows.Kept kept) {
        return kept.row().means().passkeys().stream().map(Passkey::known).toList();
    }

    /// Removes one of the passkeys of somebody else, who lost it: never the last second factor. Sessions end. One's own is
    /// removed at [OwnAccount#removePasskey].
    ///
    /// @param passkey as in [KnownPasskey#id()]
    public void removePasskey(Principal by, PersonId id, String passkey) {
        requireOther(by, id);
        PersonRows.Kept _ =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(row.means().withoutPasskey(passkey)),
                                        trail.done(
                                                by,
                                                "user.remove-passkey",
                                                id,
                                                "passkey",
                                                passkey)));
        signOut(id);
    }

    /// Links a user to who he is at an OpenID provider, in place of who he was.
    ///
    /// @param issuer as the provider names itself
    /// @param subject what its ID tokens call him
    /// @throws Fault `CONFLICT` when another user is linked to the same
    public Person link(
            Principal by, PersonId id, OptionalLong version, String issuer, String subject) {
        requireUser(by, id);
        Bytes hash = OpenIdSubject.hash(issuer, OpenIdSubject.checked(subject));
        if (rows.allWithTerm(PersonRow.TERM_SUBJECT, hash).stream()
                .anyMatch(kept -> !kept.row().id().equals(id))) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "another user is linked to this subject: unlink that one first");
        }
        return linked(
                id,
                version,
                Optional.of(hash),
                trail.done(by, "user.link", id, "issuer", issuer, "subject", subject));
    }

    /// Ends that a user signs in at an OpenID provider. Sessions end.
    public Person unlink(Principal by, PersonId id, OptionalLong version) {
        requireUser(by, id);
        Person changed = linked(id, version, Optional.empty(), trail.done(by, "user.unlink", id));
        signOut(id);
        return changed;
    }

    private Person linked(
            PersonId id, OptionalLong version, Optional<Bytes> hash, AuditEvent event) {
        return rows.change(
                        id,
                        version,
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(row.means().withSubject(hash)), event))
                .view();
    }

    private static void requireUser(Principal by, PersonId id) {
        requireOther(by, id);
        if (id.kind() != Principal.Kind.USER) {
            throw Fault.badInput(id + " signs in nowhere: want a user");
        }
    }

    /// Removes somebody; the audit log keeps the name.
    public void remove(Principal by, PersonId id, OptionalLong version) {
        requireOther(by, id);
        rows.remove(id, version, trail.done(by, "user.remove", id));
        signOut(id);
    }

    private void signOut(PersonId id) {
        sessions.endAll(id);
        flows.endAll(id);
    }

    private static void requireChange(Principal by) {
        by.require(Permission.PEOPLE_CHANGE, Target.PLATFORM);
    }

    /// Whoever may change people stays one who may, until another takes it from him.
    private static void requireOther(Principal by, PersonId id) {
        requireChange(by);
        if (id.is(by)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "nobody does this to himself: ask another administrator");
        }
    }

    static String text(List<Grant> grants) {
        return grants.stream().map(Accounts::text).collect(Collectors.joining("; "));
    }

    private static String text(Grant grant) {
        Scope scope = grant.scope();
        StringBuilder text = new StringBuilder(grant.role().word());
        scope.owner().ifPresent(owner -> text.append(" owner=").append(owner));
        scope.order().ifPresent(order -> text.append(" order=").append(order));
        scope.joinEuis().ifPresent(range -> text.append(" joinEuis=").append(range));
        scope.netId().ifPresent(netId -> text.append(" netId=").append(netId));
        if (!scope.labels().isEmpty()) {
            text.append(" labels=").append(scope.labels());
        }
        return text.toString();
    }
}
