package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What a user who is signed in changes about how he signs in. Each takes his password again: a browser left open is not
/// enough.
public final class OwnAccount {
    private final PersonRows rows;
    private final Passwords passwords;
    private final Flows flows;
    private final Sessions sessions;
    private final Guesses guesses;
    private final Trail trail;

    OwnAccount(SignIns.Parts parts) {
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
    public Opened changePassword(Session session, Secret old, Secret next, Caller caller) {
        PersonId id = session.person();
        requirePassword(id, old, caller);
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
    public SignIn.EnrolmentWanted enrolAnother(Session session, Secret password, Caller caller) {
        requirePassword(session.person(), password, caller);
        String flow = flows.begin(session.person(), Flow.Stage.FURTHER_ENROLMENT);
        return new SignIn.EnrolmentWanted(flow, Cookies.set(Cookies.FLOW, flow));
    }

    private void requirePassword(PersonId id, Secret password, Caller caller) {
        Optional<Duration> wait = guesses.wait(id.name(), caller);
        if (wait.isPresent()) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "too many wrong passwords: come again in " + wait.get().toSeconds() + " s");
        }
        if (!passwords.check(password, rows.require(id).row().means().password()).right()) {
            guesses.failed(id.name(), caller);
            trail.refused(id, "user.confirm", id, "refused", "address", caller.address());
            throw new Fault(Fault.Kind.UNAUTHENTICATED, "wrong password");
        }
    }
}
