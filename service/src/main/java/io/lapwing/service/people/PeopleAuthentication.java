package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.http.Authentication;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who asks: by an API token, else by a session's cookie, else by a client certificate.
final class PeopleAuthentication implements Authentication {
    static final String SIGN_IN = "/sign-in";
    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String BEARER = "Bearer ";
    private static final String API = "/api/";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private final PersonRows rows;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Guesses guesses;
    private final Trail trail;
    private final String origin;

    PeopleAuthentication(SignIns.Parts parts, Tokens tokens, PeopleConfig config) {
        rows = parts.rows();
        sessions = parts.sessions();
        guesses = parts.guesses();
        trail = parts.trail();
        this.tokens = tokens;
        origin = config.origin();
    }

    @Override
    public Optional<Principal> principal(Request request) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isPresent()) {
            return Optional.of(byToken(request, authorization.get()));
        }
        Optional<Session> session = sessions.of(request);
        if (session.isPresent()) {
            return bySession(request, session.get());
        }
        return request.peer().flatMap(this::byCertificate);
    }

    private Principal byToken(Request request, String authorization) {
        Caller caller = Caller.of(request);
        Optional<Duration> wait = guesses.wait("", caller);
        if (wait.isPresent()) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "too many wrong tokens: come again in " + wait.get().toSeconds() + " s");
        }
        Optional<Principal> holder =
                authorization.startsWith(BEARER)
                        ? tokens.principal(authorization.substring(BEARER.length()))
                        : Optional.empty();
        return holder.orElseThrow(() -> {
            guesses.failed("", caller);
            trail.refused("system", "token.use", "token", "refused", "address", caller.address());
            return new Fault(
                    Fault.Kind.UNAUTHENTICATED, "token not known, revoked or over: want another");
        });
    }

    private Optional<Principal> bySession(Request request, Session session) {
        requireSameSite(request, session);
        return rows.find(session.person())
                .map(PersonRows.Kept::row)
                .filter(PersonRow::enabled)
                .map(PersonRow::principal);
    }

    /// A browser sends its cookie with whatever a page makes it send: a request that changes something must come from this
    /// origin, and show the session's token. A form shows it in its field, which whoever reads the form checks.
    private void requireSameSite(Request request, Session session) {
        if (SAFE.contains(request.method())) {
            return;
        }
        boolean foreign =
                request.header("Origin").filter(from -> !from.equals(origin)).isPresent()
                        || request.header("Sec-Fetch-Site")
                                .filter(site -> !site.equals("same-origin"))
                                .isPresent();
        Optional<String> token = request.header(CSRF_HEADER);
        boolean shown = token.isPresent() ? session.isCsrf(token.get()) : isForm(request);
        if (foreign || !shown) {
            trail.refused(
                    session.person(),
                    "session.forged",
                    session.person(),
                    "refused",
                    "address",
                    Caller.of(request).address());
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "request may be another site's doing: want it from a page of this one");
        }
    }

    /// Forms belong to pages; the API takes none, and so has no field to show a token in.
    private static boolean isForm(Request request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return !request.path().startsWith(API)
                && (type.startsWith(FORM) || type.startsWith(MULTIPART));
    }

    /// A machine's own row goes before the one of its role.
    private Optional<Principal> byCertificate(PeerIdentity peer) {
        String own = peer.role() + "." + peer.name();
        if (!own.equals(own.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return rows.find(new PersonId(Principal.Kind.MACHINE, own))
                .or(() -> rows.find(new PersonId(Principal.Kind.MACHINE, peer.role())))
                .map(PersonRows.Kept::row)
                .filter(PersonRow::enabled)
                .map(row -> new Principal(own, Principal.Kind.MACHINE, row.grants()));
    }

    @Override
    public Response challenge(Request request) {
        if (request.path().startsWith(API)) {
            return Response.problem(401, "not signed in: want a session or an API token")
                    .with("WWW-Authenticate", "Bearer");
        }
        return request.header("HX-Request").isPresent()
                ? Response.empty(401).with("HX-Redirect", SIGN_IN)
                : Response.empty(303).with("Location", SIGN_IN);
    }
}
