package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.Json;
import io.lapwing.service.JsonName;
import io.lapwing.service.http.Request;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Signing in at an OpenID provider: the authorization code flow (OpenID Connect Core 1.0 §3.1) with PKCE (RFC 7636),
/// state and nonce. It stands in for the password; the second factor is shown here all the same.
public final class OpenIdSignIn {
    private static final int MAX_TEXT_LENGTH = 4_096;
    private static final Json JSON = Json.strict().skipUnknownFields().build();

    private final OpenIdProvider provider;
    private final OpenIdHttp http;
    private final OpenIdMetadata metadata;
    private final IdTokens tokens;
    private final OpenIdTrips trips;
    private final PersonRows rows;
    private final Trail trail;
    private final Guesses guesses;
    private final SignIns signIns;

    OpenIdSignIn(OpenIdProvider provider, OpenIdHttp http, SignIns.Parts parts, SignIns signIns) {
        this.provider = provider;
        this.http = http;
        this.signIns = signIns;
        rows = parts.rows();
        trail = parts.trail();
        guesses = parts.guesses();
        metadata = new OpenIdMetadata(provider, http, trail::now);
        tokens = new IdTokens(provider, metadata, trail::now);
        trips = new OpenIdTrips(trail::now);
    }

    private record Exchanged(@JsonName("id_token") String idToken) {}

    /// Where to send a browser, and what it keeps meanwhile.
    ///
    /// @param cookie the value of a `Set-Cookie` header: `SameSite=Lax`, for the way back leads from another site
    public record Begun(URI location, String cookie) {
        @Override
        public String toString() {
            return "Begun";
        }
    }

    /// Starts.
    ///
    /// @throws Fault `UNAVAILABLE` when the provider does not say where
    public Begun begin() {
        OpenIdTrips.Trip trip = trips.begin();
        URI target = metadata.endpoints().authorization();
        String query =
                form(
                        Map.of(
                                "response_type",
                                "code",
                                "scope",
                                "openid",
                                "client_id",
                                provider.client().id(),
                                "redirect_uri",
                                provider.client().redirect().toString(),
                                "state",
                                trip.state(),
                                "nonce",
                                trip.nonce(),
                                "code_challenge",
                                challenge(trip.verifier()),
                                "code_challenge_method",
                                "S256"));
        String joint = target.getRawQuery() == null ? "?" : "&";
        return new Begun(URI.create(target + joint + query), trip.cookie());
    }

    /// RFC 7636 §4.2, S256.
    private static String challenge(String verifier) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        Sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)).toArray());
    }

    /// Ends, when the browser comes back. Answer with a page that leads on, not with a redirect: along a way that began at
    /// another site the browser does not send the `Strict` cookie that is set here.
    ///
    /// @param request with `state` and `code` in its query
    /// @throws Fault `UNAVAILABLE` when the provider does not answer
    public SignIn finish(Request request, Caller caller) {
        Optional<Duration> wait = guesses.wait("", caller);
        if (wait.isPresent()) {
            return new SignIn.TryLater(wait.get());
        }
        Optional<OpenIdTrips.Trip> trip = trips.of(request);
        boolean own =
                trip.isPresent() && text(request, "state").filter(trip.get()::isState).isPresent();
        if (!own || !trips.end(trip.get())) {
            return refused(caller, "state");
        }
        // RFC 9207 §2.4: the answer of another provider.
        if (request.query("iss").filter(iss -> !iss.equals(provider.issuer())).isPresent()) {
            return refused(caller, "issuer");
        }
        Optional<String> code = text(request, "code");
        if (code.isEmpty() || request.query("error").isPresent()) {
            return refused(caller, "provider");
        }
        return switch (verdict(code.get(), trip.get(), caller)) {
            case IdTokens.Verdict.Good good -> known(good.subject(), caller);
            case IdTokens.Verdict.Bad bad -> refused(caller, bad.why());
        };
    }

    private static Optional<String> text(Request request, String name) {
        return request.query(name)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH);
    }

    private IdTokens.Verdict verdict(String code, OpenIdTrips.Trip trip, Caller caller) {
        try {
            OpenIdHttp.Answer answer = exchanged(code, trip);
            return switch (answer.status()) {
                case 200 -> tokens.verdict(idToken(answer.body()), trip.nonce());
                // RFC 6749 §5.2
                case 400 -> new IdTokens.Verdict.Bad("code");
                case 401 -> new IdTokens.Verdict.Bad("client");
                default ->
                        throw OpenIdHttp.away(
                                metadata.endpoints().token(), "status " + answer.status());
            };
        } catch (Fault fault) {
            recordRefused(caller, "provider", "user");
            throw fault;
        }
    }

    private OpenIdHttp.Answer exchanged(String code, OpenIdTrips.Trip trip) {
        Map<String, String> fields =
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", provider.client().redirect().toString(),
                        "client_id", provider.client().id(),
                        "code_verifier", trip.verifier());
        return http.post(metadata.endpoints().token(), form(fields), authorization());
    }

    private String idToken(Bytes answer) {
        try {
            return JSON.read(answer, Exchanged.class).idToken();
        } catch (Fault _) {
            throw OpenIdHttp.away(
                    metadata.endpoints().token(), "want a token answer with an ID token");
        }
    }

    /// RFC 6749 §2.3.1.
    private Optional<String> authorization() {
        return provider.client()
                .secret()
                .map(secret -> {
                    String text =
                            secret.use(s ->
                                    new String(
                                            s.toArray(ValueLayout.JAVA_BYTE),
                                            StandardCharsets.UTF_8));
                    String pair = encoded(provider.client().id()) + ":" + encoded(text);
                    return "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                });
    }

    private SignIn known(String subject, Caller caller) {
        Bytes hash = OpenIdSubject.hash(provider.issuer(), subject);
        List<PersonRow> linked =
                rows.allWithTerm(PersonRow.TERM_SUBJECT, hash).stream()
                        .map(PersonRows.Kept::row)
                        .filter(row -> row.means().subject().filter(hash::equals).isPresent())
                        .toList();
        if (linked.size() != 1) {
            recordRefused(caller, "subject", "user", "subject", subject);
            return new SignIn.NotLinked(subject);
        }
        PersonRow user = linked.getFirst();
        if (!user.enabled()) {
            recordRefused(caller, "suspended", user.id());
            return new SignIn.Refused();
        }
        trail.record(
                trail.done(
                        user.id(),
                        "session.openid",
                        user.id(),
                        "address",
                        caller.address(),
                        "issuer",
                        provider.issuer()));
        return signIns.afterFirstProof(user, caller);
    }

    private SignIn refused(Caller caller, String why) {
        guesses.failed("", caller);
        recordRefused(caller, why, "user");
        return new SignIn.Refused();
    }

    private void recordRefused(Caller caller, String why, Object whom, String... more) {
        List<String> details =
                new java.util.ArrayList<>(
                        List.of("address", caller.address(), "factor", "oidc", "why", why));
        details.addAll(List.of(more));
        trail.refused("system", "session.begin", whom, "refused", details.toArray(String[]::new));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
