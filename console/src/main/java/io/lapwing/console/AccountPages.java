package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.util.List;

/// What people change about how they themselves sign in.
final class AccountPages {
    private static final String PATH = "/account";
    private static final String PASSWORD = PATH + "/password";
    private static final String FACTOR = PATH + "/factor";
    private static final Ask.Crumb ACCOUNT = new Ask.Crumb(PATH, "Your account");

    private final Pages pages;
    private final Posts posts;
    private final PeopleDesk people;
    private final SignInDesk signIn;
    private final Visits visits;

    AccountPages(Pages pages, Posts posts, PeopleDesk people, SignInDesk signIn, Visits visits) {
        this.pages = pages;
        this.posts = posts;
        this.people = people;
        this.signIn = signIn;
        this.visits = visits;
    }

    List<Route> routes() {
        Access in = Access.signedIn();
        return List.of(
                Route.get(PATH, in, pages.guarded(this::account)),
                Route.get(PASSWORD, in, pages.guarded(r -> pages.ask(r, PATH, passwordForm()))),
                Route.post(PASSWORD, in, pages.guarded(this::password)),
                Route.get(FACTOR, in, pages.guarded(r -> pages.ask(r, PATH, factorForm()))),
                Route.post(FACTOR, in, pages.guarded(this::factor)),
                Route.post(PATH + "/sessions/{id}/end", in, pages.guarded(this::endSession)),
                Route.post(PATH + "/tokens/{id}/revoke", in, pages.guarded(this::revoke)),
                Route.post("/sign-out", in, pages.guarded(this::signOut)));
    }

    /// The own account as its page shows it.
    ///
    /// @param session the identifier of the session that looks
    record Shown(
            PeopleDesk.PersonView person,
            List<PeopleDesk.SignIn> sessions,
            List<PeopleDesk.TokenView> tokens,
            String session) {}

    private Response account(Request request) {
        String me = request.principal().toString();
        Shown shown =
                new Shown(
                        people.find(request.principal(), me).value(),
                        people.sessions(request.principal(), me),
                        people.tokens(request.principal(), me),
                        visits.of(request).map(Visits.Visit::id).orElse(""));
        return pages.page(pages.frame(request, "Your account", PATH), "account", shown);
    }

    private static Ask passwordForm() {
        return Ask.of(
                        "Change your password",
                        PASSWORD,
                        "Change",
                        List.of(
                                Field.password("old", "Password of now", "", "current-password"),
                                Field.password(
                                        "password",
                                        "New password",
                                        "12 characters or more; a sentence is good.",
                                        "new-password")))
                .under(ACCOUNT)
                .happens(List.of("Your sessions in other browsers end."));
    }

    private Response password(Request request) {
        Form form = posts.signedIn(request);
        return pages.answered(
                request,
                PATH,
                passwordForm(),
                form,
                () ->
                        went(
                                signIn.changePassword(
                                        request,
                                        form.exact("old"),
                                        new SignInDesk.NamedPassword(
                                                request.principal().name(),
                                                form.exact("password")))));
    }

    private static Ask factorForm() {
        return Ask.of(
                        "Set up another second factor",
                        FACTOR,
                        "Go on",
                        List.of(Field.password("password", "Password", "", "current-password")))
                .under(ACCOUNT)
                .happens(
                        List.of(
                                "A new authenticator app takes the place of the one before.",
                                "You get new recovery codes; the older ones end."));
    }

    private Response factor(Request request) {
        Form form = posts.signedIn(request);
        return pages.answered(
                request,
                PATH,
                factorForm(),
                form,
                () -> went(signIn.another(request, form.exact("password"))));
    }

    private static Response went(SignInDesk.Step step) {
        return switch (step) {
            case SignInDesk.Step.Enrol enrol ->
                    Pages.see("/enrol").with("Set-Cookie", enrol.cookie());
            case SignInDesk.Step.Second second ->
                    Pages.see("/sign-in").with("Set-Cookie", second.cookie());
            case SignInDesk.Step.SignedIn in -> Pages.see(PATH).with("Set-Cookie", in.cookie());
            case SignInDesk.Step.Refused refused -> throw Fault.badInput(refused.why());
        };
    }

    private Response endSession(Request request) {
        Form _ = posts.signedIn(request);
        people.endSession(
                request.principal(), request.principal().toString(), request.pathParameter("id"));
        return Pages.see(PATH);
    }

    private Response revoke(Request request) {
        Form _ = posts.signedIn(request);
        people.revoke(
                request.principal(), request.principal().toString(), request.pathParameter("id"));
        return Pages.see(PATH);
    }

    private Response signOut(Request request) {
        Form _ = posts.signedIn(request);
        return Pages.see("/sign-in").with("Set-Cookie", signIn.signOut(request));
    }
}
