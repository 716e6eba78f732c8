package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Pages of people: users, service accounts and machines, their roles, sessions and tokens.
final class PeoplePages {
    static final String PATH = "/people";
    private static final String ONE = PATH + "/{person}";
    private static final int PAGE = 100;
    static final Ask.Crumb PEOPLE = new Ask.Crumb(PATH, "People");

    private final Pages pages;
    private final Posts posts;
    private final PeopleDesk desk;

    PeoplePages(Pages pages, Posts posts, PeopleDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.PEOPLE_READ);
        Access change = Access.permitted(Permission.PEOPLE_CHANGE);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get(PATH, read, pages.guarded(this::list)));
        routes.add(
                Route.get(
                        PATH + "/new",
                        change,
                        pages.guarded(request -> pages.ask(request, PATH, blankForm()))));
        routes.add(Route.post(PATH + "/new", change, pages.guarded(this::create)));
        routes.add(Route.get(ONE, read, pages.guarded(this::person)));
        for (PersonStep step : PersonStep.values()) {
            String path = ONE + "/" + step.word();
            routes.add(
                    Route.get(
                            path,
                            change,
                            pages.guarded(
                                    request -> pages.ask(request, PATH, form(request, step)))));
            routes.add(Route.post(path, change, pages.guarded(request -> act(request, step))));
        }
        String passkey = ONE + "/passkeys/{id}/remove";
        routes.add(
                Route.get(
                        passkey,
                        change,
                        pages.guarded(request -> pages.ask(request, PATH, passkeyForm(request)))));
        routes.add(Route.post(passkey, change, pages.guarded(this::passkey)));
        routes.add(Route.post(ONE + "/sessions/end", change, pages.guarded(this::endSessions)));
        routes.add(Route.post(ONE + "/sessions/{id}/end", change, pages.guarded(this::endSession)));
        routes.add(Route.post(ONE + "/tokens/{id}/revoke", change, pages.guarded(this::revoke)));
        return routes;
    }

    /// What is done to someone.
    enum PersonStep {
        ENABLE("Let sign in"),
        DISABLE("Lock out"),
        RESET("Reset sign-in"),
        LINK("Link to the provider"),
        UNLINK("Unlink from the provider"),
        TOKEN("Issue a token"),
        REMOVE("Remove");

        private final String button;

        PersonStep(String button) {
            this.button = button;
        }

        String button() {
            return button;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        boolean fits(PeopleDesk.PersonView person, boolean provider) {
            return switch (this) {
                case REMOVE -> true;
                case ENABLE -> !person.enabled();
                case DISABLE -> person.enabled();
                case RESET -> person.kind().equals("user");
                case LINK ->
                        provider
                                && person.kind().equals("user")
                                && !person.factors().contains("oidc");
                case UNLINK -> person.factors().contains("oidc");
                case TOKEN -> person.enabled() && person.kind().equals("service");
            };
        }
    }

    /// Someone as his page shows him.
    record Shown(
            PeopleDesk.PersonView person,
            List<PeopleDesk.PasskeyView> passkeys,
            List<PeopleDesk.SignIn> sessions,
            List<PeopleDesk.TokenView> tokens,
            List<PersonStep> steps) {}

    private Response list(Request request) {
        Optional<String> after = request.query("after").filter(text -> !text.isEmpty());
        Page<PeopleDesk.PersonView> page = desk.page(request.principal(), after, PAGE);
        return pages.page(pages.frame(request, "People", PATH), "people", page);
    }

    private Response person(Request request) {
        String name = request.pathParameter("person");
        PeopleDesk.PersonView person = desk.find(request.principal(), name).value();
        boolean machine = person.kind().equals("machine");
        List<PersonStep> steps =
                request.principal().may(Permission.PEOPLE_CHANGE, Target.PLATFORM)
                        ? Stream.of(PersonStep.values())
                                .filter(s -> s.fits(person, desk.provider().isPresent()))
                                .toList()
                        : List.of();
        Shown shown =
                new Shown(
                        person,
                        machine ? List.of() : desk.passkeys(request.principal(), name),
                        machine ? List.of() : desk.sessions(request.principal(), name),
                        machine ? List.of() : desk.tokens(request.principal(), name),
                        steps);
        return pages.page(pages.frame(request, person.name(), PATH), "person", shown);
    }

    private Ask passkeyForm(Request request) {
        PeopleDesk.PersonView person =
                desk.find(request.principal(), request.pathParameter("person")).value();
        String id = request.pathParameter("id");
        return Ask.of(
                        "Remove a passkey: " + person.name(),
                        path(person.name()) + "/passkeys/" + Words.encoded(id) + "/remove",
                        "Remove",
                        List.of())
                .lead("Passkey " + id + ".")
                .under(PEOPLE, new Ask.Crumb(path(person.name()), person.name()))
                .happens(
                        List.of(
                                "It signs nobody in any more; another second factor has to be there.",
                                "All sessions of " + person.name() + " end."));
    }

    private Response passkey(Request request) {
        String person = request.pathParameter("person");
        return posts.answered(
                request,
                PATH,
                this::passkeyForm,
                _ -> {
                    desk.removePasskey(request.principal(), person, request.pathParameter("id"));
                    return Pages.see(path(person));
                });
    }

    private static Ask blankForm() {
        List<Field> fields = new ArrayList<>();
        fields.add(
                Field.select(
                        "kind",
                        "Kind",
                        "",
                        List.of(
                                new Field.Option("user", "A person"),
                                new Field.Option("service", "A program with a token"),
                                new Field.Option("machine", "A program with a certificate"))));
        fields.add(Field.text("name", "Name", "Letters, digits, and . _ @ -"));
        fields.addAll(GrantPages.fields());
        return Ask.of("New person", PATH + "/new", "Make", fields)
                .lead("A person gets a code with which to set a password and a second factor.")
                .under(PEOPLE);
    }

    private Response create(Request request) {
        return posts.answered(
                request,
                PATH,
                _ -> blankForm(),
                form ->
                        invited(
                                request,
                                desk.create(
                                        request.principal(),
                                        new PeopleDesk.NewPerson(
                                                form.text("kind") + ":" + form.text("name"),
                                                List.of(GrantPages.grant(form))))));
    }

    /// Something shown this once.
    ///
    /// @param path where to go on
    record Once(String title, String lead, String secret, String path, String name) {
        @Override
        public String toString() {
            return "Once[" + title + "]";
        }
    }

    private Response invited(Request request, PeopleDesk.Invited invited) {
        String path = path(invited.person().name());
        if (invited.code().isEmpty()) {
            return Pages.see(path);
        }
        String until = invited.until().map(Words::when).orElse("soon");
        return once(
                request,
                new Once(
                        "Invite " + invited.person().name(),
                        "Hand this code over in person; at /invitation it sets a password and a"
                                + " second factor. It holds until "
                                + until
                                + ".",
                        invited.code().get(),
                        path,
                        invited.person().name()));
    }

    private Response once(Request request, Once once) {
        return pages.page(pages.frame(request, once.title(), PATH), "once", once);
    }

    /// The path of someone's page.
    static String path(String person) {
        return PATH + "/" + Words.encoded(person);
    }

    private Ask form(Request request, PersonStep step) {
        Versioned<PeopleDesk.PersonView> found =
                desk.find(request.principal(), request.pathParameter("person"));
        String person = found.value().name();
        List<Field> fields =
                switch (step) {
                    case TOKEN ->
                            List.of(
                                    Field.text("name", "What it is for", ""),
                                    Field.text("days", "Days", "1 to 90").value("30"));
                    case LINK ->
                            List.of(
                                    Field.text(
                                            "subject",
                                            "Subject",
                                            "What the provider's ID tokens call this person; after"
                                                    + " a try to sign in it is in the audit log."));
                    case ENABLE, DISABLE, RESET, UNLINK, REMOVE -> List.of();
                };
        Ask ask =
                Ask.of(
                                step.button() + ": " + person,
                                path(person) + "/" + step.word(),
                                step.button(),
                                fields)
                        .under(PEOPLE, new Ask.Crumb(path(person), person))
                        .hiding(List.of(Ask.Hidden.version(found.version())));
        return switch (step) {
            case ENABLE -> ask;
            case TOKEN -> ask.lead("It may do what its holder may, until it ends.");
            case DISABLE -> ask.happens(List.of("Sessions and tokens end at once."));
            case RESET ->
                    ask.dangerous(
                            person,
                            "Password and second factors are taken away, sessions end.",
                            "A link to the OpenID provider ends too.",
                            "You get a code to hand over, with which to set new ones.");
            case LINK ->
                    ask.lead(
                            "Who signs in there as this subject comes in here as "
                                    + person
                                    + ", with a second factor set up here.");
            case UNLINK ->
                    ask.happens(
                            List.of(
                                    "The OpenID provider's word lets this person in no more.",
                                    "Sessions end at once."));
            case REMOVE ->
                    ask.dangerous(
                            person, "Sessions and tokens end.", "The audit log keeps the name.");
        };
    }

    private Response act(Request request, PersonStep step) {
        return posts.answered(request, PATH, r -> form(r, step), form -> done(request, step, form));
    }

    private Response done(Request request, PersonStep step, Form form) {
        String person = request.pathParameter("person");
        var who = request.principal();
        OptionalLong version = form.version();
        return switch (step) {
            case ENABLE, DISABLE -> {
                Versioned<PeopleDesk.PersonView> _ =
                        desk.enable(who, person, version, step == PersonStep.ENABLE);
                yield Pages.see(path(person));
            }
            case RESET -> invited(request, desk.reset(who, person));
            case REMOVE -> {
                desk.remove(who, person, version);
                yield Pages.see(PATH);
            }
            case LINK -> {
                Versioned<PeopleDesk.PersonView> _ =
                        desk.link(who, person, version, form.text("subject"));
                yield Pages.see(path(person));
            }
            case UNLINK -> {
                Versioned<PeopleDesk.PersonView> _ = desk.unlink(who, person, version);
                yield Pages.see(path(person));
            }
            case TOKEN -> token(request, person, form);
        };
    }

    private Response token(Request request, String person, Form form) {
        PeopleDesk.Issued issued =
                desk.issue(
                        request.principal(),
                        person,
                        new PeopleDesk.NewToken(form.text("name"), days(form), Optional.empty()));
        return once(
                request,
                new Once(
                        "Token " + issued.token().name(),
                        "Copy it now: it is shown this once.",
                        issued.secret(),
                        path(person),
                        person));
    }

    static int days(Form form) {
        try {
            return Integer.parseInt(form.text("days"));
        } catch (NumberFormatException _) {
            throw Fault.badInput("days: want a whole number from 1 to 90");
        }
    }

    private Response endSessions(Request request) {
        Form _ = posts.signedIn(request);
        String person = request.pathParameter("person");
        desk.endSessions(request.principal(), person, Optional.empty());
        return Pages.see(path(person));
    }

    private Response endSession(Request request) {
        Form _ = posts.signedIn(request);
        String person = request.pathParameter("person");
        desk.endSession(request.principal(), person, request.pathParameter("id"));
        return Pages.see(path(person));
    }

    private Response revoke(Request request) {
        Form _ = posts.signedIn(request);
        String person = request.pathParameter("person");
        desk.revoke(request.principal(), person, request.pathParameter("id"));
        return Pages.see(path(person));
    }
}
