package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Signing in, step by step: see [SignIn].
///
/// Each step refuses in the same words and after the same work, whether there is such a user or not. Methods throw
/// [Fault] `UNAUTHENTICATED` when a flow is over, and `UNAVAILABLE` while too many sign in at once.
public final class SignIns {
    private static final String BEGIN = "session.begin";
    private static final boolean FACTOR = false;
    private static final boolean ENROLMENT = true;

    private final PersonRows rows;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final Flows flows;
    private final Sessions sessions;
    private final Guesses guesses;
    private final Trail trail;

    SignIns(Parts parts) {
        rows = parts.rows();
        passwords = parts.passwords();
        factors = parts.factors();
        flows = parts.flows();
        sessions = parts.sessions();
        guesses = parts.guesses();
        trail = parts.trail();
    }

    /// What signing in needs.
    record Parts(
            PersonRows rows,
            Passwords passwords,
            SecondFactors factors,
            Flows flows,
            Sessions sessions,
            Guesses guesses,
            Trail trail) {}

    /// The flow of a request's cookie.
    public static Optional<String> flowOf(Request request) {
        return Cookies.value(request, Cookies.FLOW);
    }

    /// The first step: name and password.
    ///
    /// @param name as it was typed
    /// @param password UTF-8; the caller closes it
    public SignIn password(String name, Secret password, Caller caller) {
        Optional<PersonRows.Kept> user = user(name);
        String counted = user.map(kept -> kept.row().id().name()).orElse(shortened(name));
        try (Guesses.Turn turn = guesses.turn(counted, caller)) {
            if (turn.mustWait().isPresent()) {
                return new SignIn.TryLater(turn.mustWait().get());
            }
            Passwords.Check check =
                    passwords.check(password, user.flatMap(kept -> kept.row().means().password()));
            if (!check.right() || user.isEmpty() || !user.get().row().enabled()) {
                return refused(counted, caller, user.map(PersonRows.Kept::row), "password");
            }
            if (check.rehash()) {
                rehash(user.get().row().id(), password);
            }
            return afterFirstProof(user.get().row(), caller);
        }
    }

    private void rehash(PersonId id, Secret password) {
        String phc = passwords.hash(password);
        PersonRows.Kept _ =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row ->
                                new PersonRows.Step(
                                        row.withMeans(row.means().withPassword(phc)),
                                        trail.done(id, "user.rehash", id)));
    }

    /// What follows a password, an invitation or another provider's word.
    SignIn afterFirstProof(PersonRow row, Caller caller) {
        Flow.Stage stage = row.means().hasSecondFactor() ? Flow.Stage.FACTOR : Flow.Stage.ENROLMENT;
        String flow = flows.begin(row.id(), stage);
        return stage == Flow.Stage.ENROLMENT
                ? new SignIn.EnrolmentWanted(flow, Cookies.set(Cookies.FLOW, flow))
                : wanted(flow, row);
    }

    private static SignIn.FactorWanted wanted(String flow, PersonRow row) {
        Set<Person.Factor> second = new java.util.HashSet<>(row.means().factors());
        second.remove(Person.Factor.PASSWORD);
        second.remove(Person.Factor.OIDC);
        return new SignIn.FactorWanted(flow, Cookies.set(Cookies.FLOW, flow), Set.copyOf(second));
    }

    /// What a flow waits for, for a page that is looked at again.
    public SignIn.FactorWanted waiting(String flow) {
        return wanted(flow, rows.require(flows.require(flow, FACTOR).person()).row());
    }

    /// Takes an invitation: sets the password, and leads on to the enrolment of a second factor.
    ///
    /// @throws Fault `BAD_INPUT` for a password that is not to be taken
    public SignIn invitation(String code, Secret password, Caller caller) {
        Optional<Duration> wait = guesses.wait("", caller);
        if (wait.isPresent()) {
            return new SignIn.TryLater(wait.get());
        }
        Bytes hash = Handle.hash(code);
        Optional<PersonRows.Kept> invited =
                rows.withTerm(PersonRow.TERM_INVITE, hash).filter(kept -> holds(kept.row(), hash));
        if (invited.isEmpty()) {
            return refused("", caller, Optional.empty(), "invitation");
        }
        PersonId id = invited.get().row().id();
        PasswordRules.check(id.name(), password);
        String phc = passwords.hash(password);
        PersonRows.Kept changed =
                rows.change(
                        id,
                        OptionalLong.empty(),
                        row -> {
                            if (!holds(row, hash)) {
                                throw new Fault(
                                        Fault.Kind.CONFLICT, "the invitation was taken already");
                            }
                            return new PersonRows.Step(
                                    row.withMeans(row.means().withPassword(phc)),
                                    trail.done(id, "user.join", id, "address", caller.address()));
                        });
        return afterFirstProof(changed.row(), caller);
    }

    private boolean holds(PersonRow row, Bytes hash) {
        return row.enabled()
                && row.means()
                        .invite()
                        .filter(invite -> invite.hash().equals(hash))
                        .filter(invite -> trail.now().isBefore(invite.until()))
                        .isPresent();
    }

    /// The second step by a one-time code: six digits as they stand, each code once.
    public SignIn totp(String flow, String code, Caller caller) {
        return second(flow, caller, "totp", row -> factors.totp(row, code));
    }

    /// The second step by a recovery code, each once.
    public SignIn recoveryCode(String flow, String code, Caller caller) {
        return second(flow, caller, "recovery", row -> factors.recovery(row, code));
    }

    /// What the browser asks one of the user's passkeys.
    public PasskeyQuestion passkeyQuestion(String flow) {
        Flow open = flows.require(flow, FACTOR);
        return factors.question(open, rows.require(open.person()).row());
    }

    /// The second step by a passkey.
    ///
    /// @param answer `PublicKeyCredential.toJSON()`
    public SignIn passkey(String flow, String answer, Caller caller) {
        Optional<Bytes> challenge = flows.require(flow, FACTOR).takeChallenge();
        return second(
                flow,
                caller,
                "webauthn",
                row -> challenge.flatMap(asked -> factors.passkey(row, answer, asked)));
    }

    private SignIn second(String flow, Caller caller, String factor, SecondFactors.Proof proof) {
        Flow open = flows.require(flow, FACTOR);
        PersonId id = open.person();
        try (Guesses.Turn turn = guesses.turn(id.name(), caller)) {
            if (turn.mustWait().isPresent()) {
                return new SignIn.TryLater(turn.mustWait().get());
            }
            takeTry(open);
            PersonRows.Kept _ =
                    rows.change(
                            id,
                            OptionalLong.empty(),
                            row ->
                                    begun(
                                            row,
                                            proof,
                                            "factor",
                                            factor,
                                            "address",
                                            caller.address()));
        } catch (Fault fault) {
            return wrong(open, flow, caller, factor, fault);
        }
        return done(flow, id, caller, List.of());
    }

    private static void takeTry(Flow open) {
        if (!open.takeTry()) {
            throw new Fault(Fault.Kind.UNAUTHENTICATED, "too many wrong answers: start again");
        }
    }

    /// Whoever guesses at the second factor knows the first: the last guess of a flow raises an alarm.
    private SignIn wrong(Flow open, String flow, Caller caller, String factor, Fault fault) {
        if (fault.kind() != Fault.Kind.UNAUTHENTICATED) {
            throw fault;
        }
        PersonId id = open.person();
        SignIn refused =
                refused(id.name(), caller, rows.find(id).map(PersonRows.Kept::row), factor);
        if (open.isSpent() && flows.end(flow)) {
            trail.alarm(
                    "second-factor-guessing", "user", id.toString(), "address", caller.address());
        }
        return refused;
    }

    private PersonRows.Step begun(PersonRow row, SecondFactors.Proof proof, String... details) {
        Means after =
                proof.of(row)
                        .filter(_ -> row.enabled())
                        .orElseThrow(() ->
                                new Fault(Fault.Kind.UNAUTHENTICATED, "second factor not shown"));
        return new PersonRows.Step(
                row.withMeans(after).seen(trail.now()),
                trail.done(row.id(), BEGIN, row.id(), details));
    }

    /// Starts the enrolment of an authenticator app.
    public TotpEnrolment beginTotp(String flow) {
        return factors.proposal(flows.require(flow, ENROLMENT));
    }

    /// Ends it: the first code shows that the app has the secret.
    public SignIn confirmTotp(String flow, String code, Caller caller) {
        Flow open = flows.require(flow, ENROLMENT);
        return enrolled(flow, caller, "totp", row -> factors.confirmedTotp(open, row, code));
    }

    /// What the browser asks a new passkey.
    public PasskeyQuestion beginPasskey(String flow) {
        Flow open = flows.require(flow, ENROLMENT);
        return factors.question(open, rows.require(open.person()).row());
    }

    /// Ends the enrolment of a passkey.
    public SignIn confirmPasskey(String flow, String answer, Caller caller) {
        Optional<Bytes> challenge = flows.require(flow, ENROLMENT).takeChallenge();
        return enrolled(
                flow,
                caller,
                "webauthn",
                row -> challenge.flatMap(asked -> factors.confirmedPasskey(row, answer, asked)));
    }

    private SignIn enrolled(String flow, Caller caller, String factor, SecondFactors.Proof proof) {
        Flow open = flows.require(flow, ENROLMENT);
        PersonId id = open.person();
        List<String> codes = RecoveryCodes.random();
        try {
            takeTry(open);
            PersonRows.Kept _ =
                    rows.change(
                            id,
                            OptionalLong.empty(),
                            row -> {
                                PersonRows.Step step =
                                        begun(
                                                row,
                                                r ->
                                                        open.mayEnrol(r)
                                                                ? proof.of(r)
                                                                : Optional.empty(),
                                                "factor",
                                                factor,
                                                "enrolled",
                                                "yes");
                                return new PersonRows.Step(
                                        step.next()
                                                .withMeans(
                                                        step.next()
                                                                .means()
                                                                .withRecovery(
                                                                        RecoveryCodes.hashes(
                                                                                codes))),
                                        step.event());
                            });
        } catch (Fault fault) {
            return wrong(open, flow, caller, factor, fault);
        }
        sessions.endAll(id);
        SignIn done = done(flow, id, caller, codes);
        flows.endAll(id);
        return done;
    }

    private SignIn done(String flow, PersonId id, Caller caller, List<String> codes) {
        if (!flows.end(flow)) {
            throw new Fault(Fault.Kind.UNAUTHENTICATED, "sign-in was used already: start again");
        }
        guesses.succeeded(id.name(), caller);
        return new SignIn.Done(sessions.open(id, caller), codes);
    }

    /// A name is counted, and written down when it is a user's: people type passwords where the name belongs.
    private SignIn refused(String counted, Caller caller, Optional<PersonRow> user, String factor) {
        guesses.failed(counted, caller);
        trail.refused(
                "system",
                BEGIN,
                user.map(row -> row.id().toString()).orElse("user"),
                "refused",
                "address",
                caller.address(),
                "factor",
                factor);
        return new SignIn.Refused();
    }

    private Optional<PersonRows.Kept> user(String name) {
        // no name that anybody could have: the same as one that nobody has
        return PersonId.isName(name) ? rows.find(PersonId.user(name)) : Optional.empty();
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 64)).toLowerCase(java.util.Locale.ROOT);
    }
}
