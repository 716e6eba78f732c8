package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The way in: first run, invitation, password or OpenID provider, second factor, and its enrolment.
final class SignInPages {
    private static final String SIGN_IN = "/sign-in";
    private static final String SECOND = SIGN_IN + "/second";
    private static final String PROVIDER = SIGN_IN + "/openid";
    private static final String FIRST_RUN = "/first-run";
    private static final String INVITATION = "/invitation";
    private static final String ENROL = "/enrol";

    private final Pages pages;
    private final Posts posts;
    private final SignInDesk desk;

    SignInPages(Pages pages, Posts posts, SignInDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                open(SIGN_IN, this::signIn),
                posted(SIGN_IN, this::password),
                open(PROVIDER, this::leave),
                open(PROVIDER + "/return", this::back),
                open(SECOND, this::waiting),
                posted(SECOND, this::second),
                open(FIRST_RUN, this::firstRun),
                posted(FIRST_RUN, this::begin),
                open(INVITATION, request -> door(request, 200, invitation())),
                posted(INVITATION, this::accept),
                open(ENROL, this::enrolment),
                posted(ENROL, this::enrol));
    }

    private Route open(String path, io.lapwing.service.http.Handler handler) {
        return Route.get(path, Access.open(), pages.guardedOpen(handler));
    }

    private Route posted(String path, BiFunction<Request, Form, Response> handler) {
        return Route.post(
                path,
                Access.open(),
                pages.guardedOpen(request -> handler.apply(request, posts.open(request))));
    }

    /// What the second step offers.
    record Second(boolean code, Optional<String> passkey, Optional<String> problem) {}

    /// A second factor to be set up, and what was wrong with the last try.
    record Enrolment(SignInDesk.Offer offer, Optional<String> problem) {
        @Override
        public String toString() {
            return "Enrolment[secret]";
        }
    }

    /// The first step.
    ///
    /// @param provider what the button says that leads to the OpenID provider
    record First(Ask ask, Optional<String> provider) {}

    private Response signIn(Request request) {
        return desk.firstRun() ? Pages.see(FIRST_RUN) : first(request, 200, passwordForm());
    }

    private Response first(Request request, int status, Ask ask) {
        return pages.page(
                status,
                pages.open(request, ask.title()),
                "signIn",
                new First(ask, desk.provider()));
    }

    /// A plain link leads here, for a form's target is held to this site wherever it is redirected (CSP Level 3, §6.4.1).
    private Response leave(Request request) {
        SignInDesk.Away away = desk.leave(request);
        return Pages.see(away.location()).with("Set-Cookie", away.cookie());
    }

    /// Back from the provider: a page, not a redirect, for along a way that another site began the browser sends no `Strict`
    /// cookie. The page goes on by itself.
    private Response back(Request request) {
        SignInDesk.Step step = desk.back(request);
        return switch (step) {
            case SignInDesk.Step.Second second -> onward(request, SECOND, second.cookie());
            case SignInDesk.Step.Enrol enrol -> onward(request, ENROL, enrol.cookie());
            case SignInDesk.Step.SignedIn in -> onward(request, "/", in.cookie());
            case SignInDesk.Step.Refused refused ->
                    first(request, 401, passwordForm().because(refused.why()));
        };
    }

    private Response onward(Request request, String path, String cookie) {
        return pages.page(pages.open(request, "Signing in"), "onward", path)
                .with("Refresh", "0; url=" + path)
                .with("Set-Cookie", cookie);
    }

    private static Ask passwordForm() {
        return Ask.of(
                        "Sign in",
                        SIGN_IN,
                        "Go on",
                        List.of(
                                Field.text("name", "Name", "").completed("username"),
                                Field.password("password", "Password", "", "current-password")))
                .lead("Welcome back.");
    }

    private static Ask firstRunForm() {
        return Ask.of(
                        "First run",
                        FIRST_RUN,
                        "Make the first administrator",
                        List.of(
                                Field.password(
                                        "secret",
                                        "First-run secret",
                                        "The platform wrote it to a file when it started, and said"
                                                + " where.",
                                        "off"),
                                Field.text("name", "Your name", "Letters, digits, and . _ @ -")
                                        .completed("username"),
                                Field.password(
                                        "password",
                                        "Password",
                                        "12 characters or more; a sentence is good.",
                                        "new-password")))
                .lead("Nobody can sign in yet. You become the first administrator.");
    }

    private static Ask invitation() {
        return Ask.of(
                        "Your invitation",
                        INVITATION,
                        "Go on",
                        List.of(
                                Field.text("code", "Code", "As it was handed to you."),
                                Field.password(
                                        "password",
                                        "New password",
                                        "12 characters or more; a sentence is good.",
                                        "new-password")))
                .lead("Set a password; a second factor comes next.");
    }

    private Response firstRun(Request request) {
        return desk.firstRun() ? door(request, 200, firstRunForm()) : Pages.see(SIGN_IN);
    }

    private Response door(Request request, int status, Ask ask) {
        return pages.page(status, pages.open(request, ask.title()), "door", ask);
    }

    private Response password(Request request, Form form) {
        return tried(
                request,
                form,
                passwordForm(),
                () -> desk.password(request, named(form)),
                this::first);
    }

    private Response begin(Request request, Form form) {
        return tried(
                request,
                form,
                firstRunForm(),
                () -> desk.begin(request, form.text("secret"), named(form)),
                this::door);
    }

    private Response accept(Request request, Form form) {
        return tried(
                request,
                form,
                invitation(),
                () -> desk.accept(request, form.text("code"), form.exact("password")),
                this::door);
    }

    private static SignInDesk.NamedPassword named(Form form) {
        return new SignInDesk.NamedPassword(form.text("name"), form.exact("password"));
    }

    /// A page with a form.
    @FunctionalInterface
    private interface Shown {
        Response page(Request request, int status, Ask ask);
    }

    private Response tried(
            Request request,
            Form form,
            Ask ask,
            java.util.function.Supplier<SignInDesk.Step> step,
            Shown shown) {
        if (!ask.wrong(form).isEmpty()) {
            return shown.page(request, 400, ask.with(form, Optional.empty()));
        }
        try {
            SignInDesk.Step next = step.get();
            return next instanceof SignInDesk.Step.Refused refused
                    ? shown.page(request, 401, ask.with(form, Optional.of(refused.why())))
                    : next(request, next);
        } catch (Fault fault) {
            return shown.page(request, Pages.status(fault), ask.refused(form, fault));
        }
    }

    /// The page of the step that comes next.
    private Response next(Request request, SignInDesk.Step step) {
        return switch (step) {
            case SignInDesk.Step.Second second ->
                    second(request, 200, second, Optional.empty())
                            .with("Set-Cookie", second.cookie());
            case SignInDesk.Step.Enrol enrol ->
                    enrolment(request, 200, new Enrolment(enrol.offer(), Optional.empty()))
                            .with("Set-Cookie", enrol.cookie());
            case SignInDesk.Step.SignedIn in -> signedIn(request, in);
            case SignInDesk.Step.Refused refused ->
                    first(request, 401, passwordForm().because(refused.why()));
        };
    }

    private Response signedIn(Request request, SignInDesk.Step.SignedIn in) {
        Response response =
                in.recoveryCodes().isEmpty()
                        ? Pages.see("/")
                        : pages.page(
                                pages.open(request, "Recovery codes"),
                                "recovery",
                                in.recoveryCodes());
        return response.with("Set-Cookie", in.cookie());
    }

    private Response waiting(Request request) {
        return second(request, 200, desk.waiting(request), Optional.empty());
    }

    private Response second(
            Request request, int status, SignInDesk.Step.Second step, Optional<String> problem) {
        return pages.page(
                status,
                pages.open(request, "Second factor"),
                "second",
                new Second(step.code(), step.passkey(), problem));
    }

    private Response enrolment(Request request, int status, Enrolment enrolment) {
        return pages.page(
                status, pages.open(request, "Set up a second factor"), "enrol", enrolment);
    }

    private Response second(Request request, Form form) {
        SignInDesk.Step step = desk.second(request, proof(form));
        return step instanceof SignInDesk.Step.Refused refused
                ? again(request, refused)
                : next(request, step);
    }

    /// The same step once more, as long as there may be another try.
    private Response again(Request request, SignInDesk.Step.Refused refused) {
        try {
            return second(request, 401, desk.waiting(request), Optional.of(refused.why()));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.UNAUTHENTICATED) {
                throw fault;
            }
            return first(request, 401, passwordForm().because(fault.getMessage()));
        }
    }

    private static SignInDesk.Proof proof(Form form) {
        Optional<String> passkey = form.optional("credential");
        Optional<String> recovery = form.optional("recovery");
        if (passkey.isPresent()) {
            return new SignInDesk.Proof.Passkey(passkey.get());
        }
        return recovery.isPresent()
                ? new SignInDesk.Proof.RecoveryCode(recovery.get())
                : new SignInDesk.Proof.Code(form.exact("code"));
    }

    private Response enrolment(Request request) {
        return enrolment(request, 200, new Enrolment(desk.offer(request), Optional.empty()));
    }

    private Response enrol(Request request, Form form) {
        SignInDesk.Step step = desk.enrol(request, proof(form));
        return step instanceof SignInDesk.Step.Refused refused
                ? enrolment(
                        request,
                        401,
                        new Enrolment(desk.offer(request), Optional.of(refused.why())))
                : next(request, step);
    }
}
