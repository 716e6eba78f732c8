package io.lapwing.console.api;

import static io.lapwing.console.api.Operation.delete;
import static io.lapwing.console.api.Operation.get;
import static io.lapwing.console.api.Operation.items;
import static io.lapwing.service.people.Permission.OVERVIEW_READ;

import io.lapwing.console.PeopleDesk;
import io.lapwing.service.http.Response;
import java.util.List;
import java.util.Optional;

/// The caller's own sessions and tokens: to look at, and to end. A token is made where a password is asked for.
final class OwnRoutes {
    private static final String SESSIONS = "/me/sessions";
    private static final String TOKENS = "/me/tokens";

    private final PeopleDesk desk;

    OwnRoutes(PeopleDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        Operation.Gives nothing = new Operation.Gives.Nothing();
        return List.of(
                get(
                        SESSIONS,
                        OVERVIEW_READ,
                        items(PeopleDesk.SignIn.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.sessions(call.who(), me(call)),
                                        PeopleDesk.SignIn::id)),
                delete(SESSIONS, OVERVIEW_READ, nothing, this::endSessions),
                delete(SESSIONS + "/{session}", OVERVIEW_READ, nothing, this::endSession),
                get(
                        TOKENS,
                        OVERVIEW_READ,
                        items(PeopleDesk.TokenView.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.tokens(call.who(), me(call)),
                                        PeopleDesk.TokenView::id)),
                delete(TOKENS + "/{token}", OVERVIEW_READ, nothing, this::revoke),
                get(
                        "/me/passkeys",
                        OVERVIEW_READ,
                        items(PeopleDesk.PasskeyView.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.passkeys(call.who(), me(call)),
                                        PeopleDesk.PasskeyView::id)));
    }

    private static String me(Call call) {
        return call.who().toString();
    }

    private Response endSessions(Call call) {
        desk.endSessions(call.who(), me(call), Optional.empty());
        return Answers.nothing();
    }

    private Response endSession(Call call) {
        desk.endSession(call.who(), me(call), call.path("session"));
        return Answers.nothing();
    }

    private Response revoke(Call call) {
        desk.revoke(call.who(), me(call), call.path("token"));
        return Answers.nothing();
    }
}
