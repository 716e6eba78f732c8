package io.lapwing.console.api;

import static io.lapwing.console.api.Operation.delete;
import static io.lapwing.console.api.Operation.document;
import static io.lapwing.console.api.Operation.get;
import static io.lapwing.console.api.Operation.items;
import static io.lapwing.console.api.Operation.nothing;
import static io.lapwing.console.api.Operation.post;
import static io.lapwing.console.api.Operation.put;
import static io.lapwing.console.api.Operation.secret;
import static io.lapwing.console.api.Operation.versioned;
import static io.lapwing.service.people.Permission.PEOPLE_CHANGE;
import static io.lapwing.service.people.Permission.PEOPLE_READ;

import io.lapwing.console.PeopleDesk;
import io.lapwing.console.Versioned;
import io.lapwing.service.http.Response;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Users, service accounts and machines, what they may do, and how they are signed in.
final class PeopleRoutes {
    private static final String PERSON = "/people/{person}";

    private final PeopleDesk desk;

    PeopleRoutes(PeopleDesk desk) {
        this.desk = desk;
    }

    /// Who a user is at the OpenID provider.
    record Link(String subject) {}

    /// Grants in place of those that are there.
    record Grants(List<PeopleDesk.GrantView> grants) {}

    List<Operation> operations() {
        return List.of(
                get("/people", PEOPLE_READ, items(PeopleDesk.PersonView.class), this::list),
                post(
                        "/people",
                        PEOPLE_CHANGE,
                        document(PeopleDesk.NewPerson.class),
                        secret(201, PeopleDesk.Invited.class),
                        this::create),
                get(PERSON, PEOPLE_READ, versioned(PeopleDesk.PersonView.class), this::show),
                delete(PERSON, PEOPLE_CHANGE, new Operation.Gives.Nothing(), this::remove)
                        .onMatch(),
                put(
                        PERSON + "/grants",
                        PEOPLE_CHANGE,
                        document(Grants.class),
                        versioned(PeopleDesk.PersonView.class),
                        this::grant),
                switched("enable", true),
                switched("disable", false),
                post(
                        PERSON + "/reset",
                        PEOPLE_CHANGE,
                        nothing(),
                        secret(200, PeopleDesk.Invited.class),
                        call -> Answers.one(desk.reset(call.who(), person(call)))),
                put(
                        PERSON + "/openid",
                        PEOPLE_CHANGE,
                        document(Link.class),
                        versioned(PeopleDesk.PersonView.class),
                        this::link),
                delete(
                                PERSON + "/openid",
                                PEOPLE_CHANGE,
                                versioned(PeopleDesk.PersonView.class),
                                this::unlink)
                        .onMatch(),
                get(
                        PERSON + "/sessions",
                        PEOPLE_READ,
                        items(PeopleDesk.SignIn.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.sessions(call.who(), person(call)),
                                        PeopleDesk.SignIn::id)),
                delete(
                        PERSON + "/sessions",
                        PEOPLE_CHANGE,
                        new Operation.Gives.Nothing(),
                        this::endSessions),
                delete(
                        PERSON + "/sessions/{session}",
                        PEOPLE_CHANGE,
                        new Operation.Gives.Nothing(),
                        this::endSession),
                get(
                        PERSON + "/passkeys",
                        PEOPLE_READ,
                        items(PeopleDesk.PasskeyView.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.passkeys(call.who(), person(call)),
                                        PeopleDesk.PasskeyView::id)),
                delete(
                        PERSON + "/passkeys/{passkey}",
                        PEOPLE_CHANGE,
                        new Operation.Gives.Nothing(),
                        call -> {
                            desk.removePasskey(call.who(), person(call), call.path("passkey"));
                            return Answers.nothing();
                        }),
                get(
                        PERSON + "/tokens",
                        PEOPLE_READ,
                        items(PeopleDesk.TokenView.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.tokens(call.who(), person(call)),
                                        PeopleDesk.TokenView::id)),
                post(
                        PERSON + "/tokens",
                        PEOPLE_CHANGE,
                        document(PeopleDesk.NewToken.class),
                        secret(201, PeopleDesk.Issued.class),
                        this::issue),
                delete(
                        PERSON + "/tokens/{token}",
                        PEOPLE_CHANGE,
                        new Operation.Gives.Nothing(),
                        this::revoke));
    }

    private Operation switched(String word, boolean enabled) {
        return post(
                        PERSON + "/" + word,
                        PEOPLE_CHANGE,
                        nothing(),
                        versioned(PeopleDesk.PersonView.class),
                        call ->
                                guarded(
                                        call,
                                        wanted ->
                                                Answers.versioned(
                                                        desk.enable(
                                                                call.who(),
                                                                person(call),
                                                                wanted,
                                                                enabled))))
                .onMatch();
    }

    private Response guarded(Call call, Function<OptionalLong, Response> change) {
        OptionalLong wanted = call.ifMatch();
        return EntityTag.guarded(
                wanted,
                () -> desk.find(call.who(), person(call)).version(),
                () -> change.apply(wanted));
    }

    private static String person(Call call) {
        return call.path("person");
    }

    private Response list(Call call) {
        return Answers.page(call, desk.page(call.who(), call.after(), call.limit()));
    }

    private Response show(Call call) {
        return Answers.versioned(desk.find(call.who(), person(call)));
    }

    private Response create(Call call) {
        PeopleDesk.Invited made = desk.create(call.who(), call.form(PeopleDesk.NewPerson.class));
        return Answers.made(
                "/people/" + Answers.encoded(made.person().name()), made.version(), made);
    }

    private Response grant(Call call) {
        List<PeopleDesk.GrantView> grants = call.form(Grants.class).grants();
        return guarded(
                call,
                wanted -> {
                    Versioned<PeopleDesk.PersonView> changed =
                            desk.grant(call.who(), person(call), wanted, grants);
                    return Answers.versioned(changed);
                });
    }

    private Response link(Call call) {
        String subject = call.form(Link.class).subject();
        return guarded(
                call,
                wanted -> Answers.versioned(desk.link(call.who(), person(call), wanted, subject)));
    }

    private Response unlink(Call call) {
        return guarded(
                call, wanted -> Answers.versioned(desk.unlink(call.who(), person(call), wanted)));
    }

    private Response endSessions(Call call) {
        desk.endSessions(call.who(), person(call), Optional.empty());
        return Answers.nothing();
    }

    private Response remove(Call call) {
        return guarded(
                call,
                wanted -> {
                    desk.remove(call.who(), person(call), wanted);
                    return Answers.nothing();
                });
    }

    private Response endSession(Call call) {
        desk.endSession(call.who(), person(call), call.path("session"));
        return Answers.nothing();
    }

    private Response issue(Call call) {
        return Response.json(
                201,
                Answers.JSON,
                desk.issue(call.who(), person(call), call.form(PeopleDesk.NewToken.class)));
    }

    private Response revoke(Call call) {
        desk.revoke(call.who(), person(call), call.path("token"));
        return Answers.nothing();
    }
}
