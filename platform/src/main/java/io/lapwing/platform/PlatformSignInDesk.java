package io.lapwing.platform;

import io.lapwing.console.SignInDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.http.Request;
import io.lapwing.service.people.Caller;
import io.lapwing.service.people.People;
import io.lapwing.service.people.Person;
import io.lapwing.service.people.Session;
import io.lapwing.service.people.SignIn;
import io.lapwing.service.people.SignIns;
import io.lapwing.service.people.TotpEnrolment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The way in, for the pages.
final class PlatformSignInDesk implements SignInDesk {
    private static final String REFUSED =
            "That is not right. Look at what you typed, and try again.";

    private final People people;

    PlatformSignInDesk(People people) {
        this.people = people;
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
    public Step accept(Request request, String code, NamedPassword wanted) {
        try (Secret password = secret(wanted.password())) {
            return step(people.signIns().invitation(code, password, Caller.of(request)));
        }
    }

    @Override
    public Step password(Request request, NamedPassword given) {
        try (Secret password = secret(given.password())) {
            return step(people.signIns().password(given.name(), password, Caller.of(request)));
        }
    }

    @Override
    public Step second(Request request, Proof proof) {
        String flow = flow(request);
        Caller caller = Caller.of(request);
        return step(
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
        try (Secret given = secret(password)) {
            return step(
                    people.ownAccount().enrolAnother(session(request), given, Caller.of(request)));
        }
    }

    @Override
    public Step changePassword(Request request, String old, NamedPassword wanted) {
        try (Secret before = secret(old);
                Secret next = secret(wanted.password())) {
            return new Step.SignedIn(
                    people.ownAccount()
                            .changePassword(session(request), before, next, Caller.of(request))
                            .cookie(),
                    List.of());
        }
    }

    @Override
    public String signOut(Request request) {
        return people.sessions().signOut(session(request));
    }

    private Step step(SignIn next) {
        return switch (next) {
            case SignIn.Refused _ -> new Step.Refused(REFUSED);
            case SignIn.TryLater later ->
                    new Step.Refused(
                            "Too many wrong tries. Come again in %d seconds."
                                    .formatted(later.left().toSeconds() + 1));
            case SignIn.FactorWanted wanted ->
                    new Step.Second(
                            wanted.cookie(),
                            wanted.factors().contains(Person.Factor.TOTP),
                            wanted.factors().contains(Person.Factor.WEBAUTHN)
                                    ? Optional.of(
                                            PasskeyOptions.toGet(
                                                    people.signIns()
                                                            .passkeyQuestion(wanted.flow())))
                                    : Optional.empty());
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

    private static Secret secret(String text) {
        return Secret.take(text.getBytes(StandardCharsets.UTF_8));
    }
}
