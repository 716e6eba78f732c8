package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.console.SignInDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.http.Request;
import io.lapwing.service.people.Caller;
import io.lapwing.service.people.OpenIdSignIn;
import io.lapwing.service.people.OwnAccount;
import io.lapwing.service.people.People;
import io.lapwing.service.people.Person;
import io.lapwing.service.people.Session;
import io.lapwing.service.people.SignIn;
import io.lapwing.service.people.SignIns;
import io.lapwing.service.people.TotpEnrolment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The way in, for the pages.
final class PlatformSignInDesk implements SignInDesk {
    private static final String REFUSED =
            "That is not right. Look at what you typed, and try again.";

    private static final String NO_CODE =
            "A code of an authenticator app is six digits and nothing else, no space: type it again.";

    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private final People people;
    private final Optional<OpenIdRoom> openId;

    private PlatformSignInDesk(People people, Optional<OpenIdRoom> openId) {
        this.people = people;
        this.openId = openId;
    }

    /// @param button what leads there
    private record OpenIdRoom(OpenIdSignIn signIn, String button) {}

    static PlatformSignInDesk of(Platform platform) {
        Optional<String> button = platform.config().console().openid().map(OpenIdConfig::button);
        return new PlatformSignInDesk(
                platform.people(),
                platform.openIdSignIn()
                        .map(signIn -> new OpenIdRoom(signIn, button.orElseThrow())));
    }

    @Override
    public boolean firstRun() {
        return people.bootstrap().isOpen();
    }

    @Override
    public Step begin(Request request, String secret, NamedPassword wanted) {
        try (Secret password = secret(wanted.password())) {
            return step(
                    people.bootstrap().use(secret, wanted.name(), password, Caller.of(request)));
        }
    }

    @Override
    public Step accept(Request request, String code, String password) {
        try (Secret wanted = secret(password)) {
            return step(people.signIns().invitation(code, wanted, Caller.of(request)));
        }
    }

    @Override
    public Step password(Request request, NamedPassword given) {
        try (Secret password = secret(given.password())) {
            return step(people.signIns().password(given.name(), password, Caller.of(request)));
        }
    }

    @Override
    public Optional<String> provider() {
        return openId.map(OpenIdRoom::button);
    }

    @Override
    public Away leave(Request request) {
        OpenIdSignIn.Begun begun = openId().begin();
        return new Away(begun.location().toString(), begun.cookie());
    }

    @Override
    public Step back(Request request) {
        return step(openId().finish(request, Caller.of(request)));
    }

    private OpenIdSignIn openId() {
        return openId.map(OpenIdRoom::signIn)
                .orElseThrow(
                        () -> new Fault(Fault.Kind.NOT_FOUND, "no OpenID provider is configured"));
    }

    @Override
    public Step.Second waiting(Request request) {
        return second(people.signIns().waiting(flow(request)));
    }

    private Step.Second second(SignIn.FactorWanted wanted) {
        return new Step.Second(
                wanted.cookie(),
                wanted.factors().contains(Person.Factor.TOTP),
                wanted.factors().contains(Person.Factor.WEBAUTHN)
                        ? Optional.of(
                                PasskeyOptions.toGet(
                                        people.signIns().passkeyQuestion(wanted.flow())))
                        : Optional.empty());
    }

    @Override
    public Step second(Request request, Proof proof) {
        String flow = flow(request);
        Caller caller = Caller.of(request);
        return step(
                proof,
                switch (proof) {
                    case Proof.Code code -> people.signIns().totp(flow, code.digits(), caller);
                    case Proof.RecoveryCode code ->
                            people.signIns().recoveryCode(flow, code.code(), caller);
                    case Proof.Passkey passkey ->
                            people.signIns().passkey(flow, passkey.answer(), caller);
                });
    }

    @Override
    public Step enrol(Request request, Proof proof) {
        String flow = flow(request);
        Caller caller = Caller.of(request);
        return step(
                proof,
                switch (proof) {
                    case Proof.Code code ->
                            people.signIns().confirmTotp(flow, code.digits(), caller);
                    case Proof.Passkey passkey ->
                            people.signIns().confirmPasskey(flow, passkey.answer(), caller);
                    case Proof.RecoveryCode _ ->
                            throw Fault.badInput(
                                    "a recovery code sets nothing up: want a code or a passkey");
                });
    }

    @Override
    public Offer offer(Request request) {
        return offer(flow(request));
    }

    private Offer offer(String flow) {
        TotpEnrolment app = people.signIns().beginTotp(flow);
        return new Offer(
                app.secret(),
                app.picture(),
                Optional.of(PasskeyOptions.toCreate(people.signIns().beginPasskey(flow))));
    }

    @Override
    public Step another(Request request, String password) {
        return given(
                password,
                proof ->
                        step(
                                people.ownAccount()
                                        .enrolAnother(
                                                session(request), proof, Caller.of(request))));
    }

    @Override
    public Step changePassword(Request request, String old, NamedPassword wanted) {
        try (Secret next = secret(wanted.password())) {
            return given(
                    old,
                    proof ->
                            new Step.SignedIn(
                                    people.ownAccount()
                                            .changePassword(
                                                    session(request),
                                                    proof,
                                                    next,
                                                    Caller.of(request))
                                            .cookie(),
                                    List.of()));
        }
    }

    @Override
    public List<String> renewRecoveryCodes(Request request, String password) {
        return given(
                password,
                proof ->
                        people.ownAccount()
                                .renewRecoveryCodes(session(request), proof, Caller.of(request)));
    }

    @Override
    public void removePasskey(Request request, String password, String passkey) {
        String _ =
                given(
                        password,
                        proof -> {
                            people.ownAccount()
                                    .removePasskey(
                                            session(request), proof, Caller.of(request), passkey);
                            return passkey;
                        });
    }

    @Override
    public PeopleDesk.Issued issueToken(
            Request request, String password, PeopleDesk.NewToken form) {
        OwnAccount.TokenTerms terms =
                new OwnAccount.TokenTerms(
                        form.name(),
                        Duration.ofDays(form.days()),
                        PlatformPeopleDesk.grants(form.grants().orElse(List.of())));
        return given(
                password,
                proof ->
                        PlatformPeopleDesk.issued(
                                people.ownAccount()
                                        .issueToken(
                                                session(request),
                                                proof,
                                                Caller.of(request),
                                                terms)));
    }

    @Override
    public String signOut(Request request) {
        return people.sessions().signOut(session(request));
    }

    private Step step(Proof proof, SignIn next) {
        return next instanceof SignIn.Refused
                        && proof instanceof Proof.Code(String digits)
                        && !CODE.matcher(digits).matches()
                ? new Step.Refused(NO_CODE)
                : step(next);
    }

    private Step step(SignIn next) {
        return switch (next) {
            case SignIn.Refused _ -> new Step.Refused(REFUSED);
            case SignIn.TryLater later ->
                    new Step.Refused(
                            "Too many wrong tries. Come again in %d seconds."
                                    .formatted(later.left().toSeconds() + 1));
            case SignIn.NotLinked there ->
                    new Step.Refused(
                            ("Your provider knows you, and nobody here is linked to you there. Ask an"
                                            + " administrator to link you: you are the subject %s.")
                                    .formatted(there.subject()));
            case SignIn.FactorWanted wanted -> second(wanted);
            case SignIn.EnrolmentWanted wanted ->
                    new Step.Enrol(wanted.cookie(), offer(wanted.flow()));
            case SignIn.Done done ->
                    new Step.SignedIn(done.opened().cookie(), done.recoveryCodes());
        };
    }

    private Session session(Request request) {
        return people.sessions()
                .of(request)
                .orElseThrow(
                        () -> new Fault(Fault.Kind.UNAUTHENTICATED, "no session: sign in first"));
    }

    private static String flow(Request request) {
        return SignIns.flowOf(request)
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.UNAUTHENTICATED,
                                "sign-in took too long: start it again"));
    }

    /// Does something with the password of now, which who has none leaves empty.
    private static <T> T given(String password, Function<Optional<Secret>, T> deed) {
        if (password.isEmpty()) {
            return deed.apply(Optional.empty());
        }
        try (Secret proof = secret(password)) {
            return deed.apply(Optional.of(proof));
        }
    }

    private static Secret secret(String text) {
        return Secret.take(text.getBytes(StandardCharsets.UTF_8));
    }
}
