package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Whether a posted form is this site's own: where every POST of a page is checked.
///
/// Two walls, each enough: the browser's word for where the form came from (Fetch Metadata, else `Origin`), and the
/// session's token within the form.
final class Posts {
    /// The field that carries the session's token.
    static final String TOKEN = "csrf";

    private final Visits visits;
    private final Pages pages;

    Posts(Visits visits, Pages pages) {
        this.visits = visits;
        this.pages = pages;
    }

    /// The routes of a form: to ask for it, and to answer it.
    ///
    /// @param here the page of the navigation that it belongs to
    /// @param wanted of whoever asks or answers
    List<Route> form(
            String path,
            String here,
            Permission wanted,
            Function<Request, Ask> ask,
            Function<Request, Response> deed) {
        Access access = Access.permitted(wanted);
        return List.of(
                Route.get(path, access, pages.guarded(r -> pages.ask(r, here, ask.apply(r)))),
                Route.post(path, access, pages.guarded(deed::apply)));
    }

    /// Does what a form of a session asks for, or shows the form again with why not.
    ///
    /// @param here the page of the navigation that it belongs to
    /// @throws Fault `FORBIDDEN` when it may be another site's doing
    Response answered(
            Request request,
            String here,
            Function<Request, Ask> ask,
            Function<Form, Response> deed) {
        Form form = signedIn(request);
        return pages.answered(request, here, ask.apply(request), form, () -> deed.apply(form));
    }

    /// A form of a session.
    ///
    /// @throws Fault `FORBIDDEN` when it may be another site's doing
    Form signedIn(Request request) {
        sameSite(request);
        Form form = Form.of(request);
        Visits.Visit visit = visits.of(request).orElseThrow(Posts::foreign);
        if (!same(visit.csrf(), MaskedToken.plain(form.exact(TOKEN)))) {
            throw foreign();
        }
        return form;
    }

    /// A form of a session with a file, which is not read yet.
    ///
    /// @throws IOException when its fields break off
    Multipart.Sent upload(Request request) throws IOException {
        sameSite(request);
        Visits.Visit visit = visits.of(request).orElseThrow(Posts::foreign);
        Multipart.Sent sent =
                Multipart.read(request.header("Content-Type").orElse(""), request.stream());
        if (!same(visit.csrf(), MaskedToken.plain(sent.form().exact(TOKEN)))) {
            throw foreign();
        }
        return sent;
    }

    /// A form of someone who has no session yet.
    Form open(Request request) {
        sameSite(request);
        return Form.of(request);
    }

    private static void sameSite(Request request) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        boolean fine =
                site.isPresent()
                        ? site.get().equals("same-origin")
                        : request.header("Origin")
                                .filter(origin -> fromHere(origin, request))
                                .isPresent();
        if (!fine) {
            throw foreign();
        }
    }

    private static boolean fromHere(String origin, Request request) {
        try {
            URI from = URI.create(origin);
            return "https".equals(from.getScheme())
                    && request.header("Host")
                            .filter(from.getRawAuthority()::equalsIgnoreCase)
                            .isPresent();
        } catch (IllegalArgumentException | NullPointerException _) {
            return false;
        }
    }

    private static boolean same(String wanted, String given) {
        return !wanted.isEmpty()
                && MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    private static Fault foreign() {
        return new Fault(
                Fault.Kind.FORBIDDEN,
                "this form is not of your session: open the page again and send it from there");
    }
}
