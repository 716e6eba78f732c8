package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What people change about how they themselves sign in.
final class AccountPages {
    private static final String PATH = "/account";
    private static final String PASSWORD = PATH + "/password";
    private static final String FACTOR = PATH + "/factor";
    private static final String RECOVERY = PATH + "/recovery";
    private static final String TOKEN = PATH + "/token";
    private static final String PASSKEY = PATH + "/passkeys/{id}/remove";
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
                Route.get(PASSWORD, in, pages.guarded(r -> pages.ask(r, PATH, passwordForm(r)))),
                Route.post(PASSWORD, in, pages.guarded(this::password)),
                Route.get(FACTOR, in, pages.guarded(r -> pages.ask(r, PATH, factorForm(r)))),
                Route.post(FACTOR, in, pages.guarded(this::factor)),
                Route.get(RECOVERY, in, pages.guarded(r -> pages.ask(r, PATH, recoveryForm(r)))),
                Route.post(RECOVERY, in, pages.guarded(this::recovery)),
                Route.get(TOKEN, in, pages.guarded(r -> pages.ask(r, PATH, tokenForm(r)))),
                Route.post(TOKEN, in, pages.guarded(this::token)),
                Route.get(PASSKEY, in, pages.guarded(r -> pages.ask(r, PATH, passkeyForm(r)))),
                Route.post(PASSKEY, in, pages.guarded(this::passkey)),
                Route.post(PATH + "/sessions/end", in, pages.guarded(this::endOthers)),
                Route.post(PATH + "/sessions/{id}/end", in, pages.guarded(this::endSession)),
                Route.post(PATH + "/tokens/{id}/revoke", in, pages.guarded(this::revoke)),
                Route.post("/sign-out", in, pages.guarded(this::signOut)));
    }

    /// The own account as its page shows it.
    ///
    /// @param session the identifier of the session that looks
    record Shown(
            PeopleDesk.PersonView person,
            List<PeopleDesk.PasskeyView> passkeys,
            List<PeopleDesk.SignIn> sessions,
            List<PeopleDesk.TokenView> tokens,
            String session) {}

    private PeopleDesk.PersonView me(Request request) {
        return people.find(request.principal(), request.principal().toString()).value();
    }

    private Response account(Request request) {
        String me = request.principal().toString();
        Shown shown =
                new Shown(
                        me(request),
                        people.passkeys(request.principal(), me),
                        people.sessions(request.principal(), me),
                        people.tokens(request.principal(), me),
                        visits.of(request).map(Visits.Visit::id).orElse(""));
        return pages.page(pages.frame(request, "Your account", PATH), "account", shown);
    }

    /// The field for the password of now, and none for who has no password: for him a sign-in of a moment ago counts.
    private List<Field> proof(Request request, Field... more) {
        List<Field> fields = new ArrayList<>();
        if (me(request).factors().contains("password")) {
            fields.add(Field.password("old", "Password of now", "", "current-password"));
        }
        fields.addAll(List.of(more));
        return fields;
    }

    private Ask passwordForm(Request request) {
        return Ask.of(
                        "Change your password",
                        PASSWORD,
                        "Change",
                        proof(
                                request,
                                Field.password(
                                        "password",
                                        "New password",
                                        "12 characters or more; a sentence is good.",
                                        "new-password")))
                .under(ACCOUNT)
                .happens(List.of("Your sessions in other browsers end."));
    }

    private Response password(Request request) {
        return proved(
                request,
                this::passwordForm,
                form ->
                        went(
                                signIn.changePassword(
                                        request,
                                        form.exact("old"),
                                        new SignInDesk.NamedPassword(
                                                request.principal().name(),
                                                form.exact("password")))));
    }

    private Ask factorForm(Request request) {
        return Ask.of("Set up another second factor", FACTOR, "Go on", proof(request))
                .under(ACCOUNT)
                .happens(
                        List.of(
                                "A new authenticator app takes the place of the one before.",
                                "You get new recovery codes; the older ones end."));
    }

    private Response factor(Request request) {
        return proved(
                request,
                this::factorForm,
                form -> went(signIn.another(request, form.exact("old"))));
    }

    private Ask recoveryForm(Request request) {
        return Ask.of("New recovery codes", RECOVERY, "Make them", proof(request))
                .under(ACCOUNT)
                .happens(List.of("You get ten new codes; the older ones end."));
    }

    private Response recovery(Request request) {
        return proved(
                request,
                this::recoveryForm,
                form ->
                        pages.page(
                                pages.open(request, "Recovery codes"),
                                "recovery",
                                signIn.renewRecoveryCodes(request, form.exact("old"))));
    }

    private Ask passkeyForm(Request request) {
        String id = request.pathParameter("id");
        return Ask.of(
                        "Remove a passkey",
                        PATH + "/passkeys/" + Words.encoded(id) + "/remove",
                        "Remove",
                        proof(request))
                .lead("Passkey " + id + ".")
                .under(ACCOUNT)
                .happens(
                        List.of(
                                "It signs you in no more; another second factor has to be there.",
                                "Your sessions in other browsers end."));
    }

    private Response passkey(Request request) {
        return proved(
                request,
                this::passkeyForm,
                form -> {
                    signIn.removePasskey(request, form.exact("old"), request.pathParameter("id"));
                    return Pages.see(PATH);
                });
    }

    private Ask tokenForm(Request request) {
        List<Field> fields =
                new ArrayList<>(
                        List.of(
                                Field.text("name", "What it is for", ""),
                                Field.text("days", "Days", "1 to 90").value("30")));
        List<PeopleDesk.GrantView> grants = me(request).grants();
        for (int i = 0; i < grants.size(); i++) {
            fields.add(
                    Field.check("grant." + i, "May act as " + Words.grant(grants.get(i)), "")
                            .value("on"));
        }
        fields.addAll(proof(request));
        return Ask.of("New token", TOKEN, "Make it", fields)
                .lead("A program sends it instead of you; it may do no more than you may.")
                .under(ACCOUNT);
    }

    private Response token(Request request) {
        return proved(request, this::tokenForm, form -> issued(request, form));
    }

    private Response issued(Request request, Form form) {
        List<PeopleDesk.GrantView> all = me(request).grants();
        List<PeopleDesk.GrantView> picked = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (form.checked("grant." + i)) {
                picked.add(all.get(i));
            }
        }
        if (picked.isEmpty()) {
            throw Fault.badInput("a token that may do nothing: pick one of your roles at least");
        }
        PeopleDesk.Issued issued =
                signIn.issueToken(
                        request,
                        form.exact("old"),
                        new PeopleDesk.NewToken(
                                form.text("name"), PeoplePages.days(form), Optional.of(picked)));
        PeoplePages.Once once =
                new PeoplePages.Once(
                        "Token " + issued.token().name(),
                        "Copy it now: it is shown this once.",
                        issued.secret(),
                        PATH,
                        "your account");
        return pages.page(pages.frame(request, once.title(), PATH), "once", once);
    }

    /// Does what takes the password; a wrong one is the form's trouble, and not the session's.
    private Response proved(
            Request request, Function<Request, Ask> ask, Function<Form, Response> deed) {
        return posts.answered(
                request,
                PATH,
                ask,
                form -> {
                    try {
                        return deed.apply(form);
                    } catch (Fault fault) {
                        if (fault.kind() != Fault.Kind.UNAUTHENTICATED) {
                            throw fault;
                        }
                        throw new Fault(Fault.Kind.BAD_INPUT, fault.getMessage(), fault);
                    }
                });
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

    private Response endOthers(Request request) {
        Form _ = posts.signedIn(request);
        people.endSessions(
                request.principal(),
                request.principal().toString(),
                visits.of(request).map(Visits.Visit::id));
        return Pages.see(PATH);
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
