package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a user who is signed in changes about how he signs in. Each takes his password again: a browser left open is not
/// enough. Who has none, because he signs in at an OpenID provider, has to have signed in a moment ago.
public final class OwnAccount {
    /// How long a session without a password stands in for one.
    static final Duration FRESH = Duration.ofMinutes(5);

    private final PersonRows rows;
    private final Passwords passwords;
    private final Flows flows;
    private final Sessions sessions;
    private final Guesses guesses;
    private final Trail trail;
    private final Tokens tokens;

    OwnAccount(SignIns.Parts parts, Tokens tokens) {
        this.tokens = tokens;
        rows = parts.rows();
        passwords = parts.passwords();
        flows = parts.flows();
        sessions = parts.sessions();
        guesses = parts.guesses();
        trail = parts.trail();
    }

    /// Sets another password. All sessions end, and a new one begins.
    ///
    /// @throws Fault `UNAUTHENTICATED` for a wrong password, `BAD_INPUT` for a new one that is not to be taken
    public Opened changePassword(
            Session session, Optional<Secret> old, Secret next, Caller caller) {
        PersonId id = session.person();
        requireProof(session, old, caller);
        PasswordRules.check(id.name(), next);
        String phc = passwords.hash(next);
        PersonRows.Kept _ =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(row.means().withPassword(phc)),
                                        trail.done(id, "user.change-password", id)));
        sessions.endAll(id);
        flows.endAll(id);
        return sessions.open(id, caller);
    }

    /// Opens the enrolment of another second factor; an authenticator app takes the place of the one before. It goes on
    /// at [SignIns#beginTotp] or [SignIns#beginPasskey], and makes new recovery codes.
    ///
    /// @throws Fault `UNAUTHENTICATED` for a wrong password
    public SignIn.EnrolmentWanted enrolAnother(
            Session session, Optional<Secret> password, Caller caller) {
        requireProof(session, password, caller);
        String flow = flows.begin(session.person(), Flow.Stage.FURTHER_ENROLMENT);
        return new SignIn.EnrolmentWanted(flow, Cookies.set(Cookies.FLOW, flow));
    }

    /// Makes new recovery codes in place of those that are left.
    ///
    /// @return shown this once
    /// @throws Fault `UNAUTHENTICATED` for a wrong password
    public List<String> renewRecoveryCodes(
            Session session, Optional<Secret> password, Caller caller) {
        requireProof(session, password, caller);
        PersonId id = session.person();
        List<String> codes = RecoveryCodes.random();
        PersonRows.Kept _ =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(
                                                row.means()
                                                        .withRecovery(RecoveryCodes.hashes(codes))),
                                        trail.done(id, "user.renew-recovery-codes", id)));
        return codes;
    }

    /// Removes one of his passkeys, never the last second factor. His other sessions end.
    ///
    /// @param passkey as in [KnownPasskey#id()]
    /// @throws Fault `UNAUTHENTICATED` for a wrong password, `NOT_FOUND` when there is no such passkey, `CONFLICT` for the
    ///     last second factor
    public void removePasskey(
            Session session, Optional<Secret> password, Caller caller, String passkey) {
        requireProof(session, password, caller);
        PersonId id = session.person();
        PersonRows.Kept _ =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(row.means().withoutPasskey(passkey)),
                                        trail.done(
                                                id,
                                                "user.remove-passkey",
                                                id,
                                                "passkey",
                                                passkey)));
        sessions.endOthers(session);
        flows.endAll(id);
    }

    /// Makes an API token of his own.
    ///
    /// @throws Fault `UNAUTHENTICATED` for a wrong password, `FORBIDDEN` for grants beyond his own, `EXHAUSTED` when he has
    ///     too many
    public ApiToken.Issued issueToken(
            Session session, Optional<Secret> password, Caller caller, TokenTerms terms) {
        requireProof(session, password, caller);
        PersonId id = session.person();
        return tokens.issued(id, id, terms.name(), terms.life(), terms.grants());
    }

    /// What a token is to be.
    ///
    /// @param grants each within one of its holder's; empty: the same as his
    public record TokenTerms(String name, Duration life, List<Grant> grants) {
        public TokenTerms {
            grants = List.copyOf(grants);
        }
    }

    private void requireProof(Session session, Optional<Secret> password, Caller caller) {
        PersonId id = session.person();
        try (Guesses.Turn turn = guesses.turn(id.name(), caller)) {
            Optional<Duration> wait = turn.mustWait();
            if (wait.isPresent()) {
                throw new Fault(
                        Fault.Kind.EXHAUSTED,
                        "too many wrong passwords: come again in " + wait.get().toSeconds() + " s");
            }
            Optional<String> known = rows.require(id).row().means().password();
            if (known.isEmpty()) {
                requireFresh(session);
            } else if (password.isEmpty()) {
                throw new Fault(Fault.Kind.UNAUTHENTICATED, "no password: want yours of now");
            } else if (!passwords.check(password.get(), known).right()) {
                guesses.failed(id.name(), caller);
                trail.refused(id, "user.confirm", id, "refused", "address", caller.address());
                throw new Fault(Fault.Kind.UNAUTHENTICATED, "wrong password");
            }
        }
    }

    private void requireFresh(Session session) {
        if (trail.now().isAfter(session.since().plus(FRESH))) {
            throw new Fault(
                    Fault.Kind.UNAUTHENTICATED,
                    "your account has no password: sign out, sign in, and do this within %d minutes"
                            .formatted(FRESH.toMinutes()));
        }
    }
}
