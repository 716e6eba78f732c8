package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.Json;
import io.lapwing.service.JsonName;
import io.lapwing.service.http.Request;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Signing in at an OpenID provider: the authorization code flow (OpenID Connect Core 1.0 §3.1) with PKCE (RFC 7636),
/// state and nonce. It stands in for the password; the second factor is shown here all the same.
public final class OpenIdSignIn {
    private static final Duration LIFE = Duration.ofMinutes(5);

    /// How many may be away at the provider; past it the oldest starts again.
    static final int MAX_AWAY = 2_000;

    private static final String COOKIE = "__Host-openid";
    private static final int MAX_TEXT_LENGTH = 4_096;
    private static final Json JSON = Json.strict().skipUnknownFields().build();

    private final OpenIdProvider provider;
    private final OpenIdHttp http;
    private final OpenIdMetadata metadata;
    private final IdTokens tokens;
    private final PersonRows rows;
    private final Trail trail;
    private final Guesses guesses;
    private final SignIns signIns;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bytes, Away> away =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Away> eldest) {
                    return size() > MAX_AWAY;
                }
            };

    OpenIdSignIn(OpenIdProvider provider, OpenIdHttp http, SignIns.Parts parts, SignIns signIns) {
        this.provider = provider;
        this.http = http;
        this.signIns = signIns;
        rows = parts.rows();
        trail = parts.trail();
        guesses = parts.guesses();
        clock = trail::now;
        metadata = new OpenIdMetadata(provider, http, clock);
        tokens = new IdTokens(provider, metadata, clock);
    }

    private record Away(Bytes state, String nonce, String verifier, Instant until) {}

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
    public Begun begin() {
        String browser = Handle.random();
        String state = Handle.random();
        String nonce = Handle.random();
        String verifier = Handle.random();
        URI target = metadata.endpoints().authorization();
        lock.lock();
        try {
            away.put(
                    Handle.hash(browser),
                    new Away(Handle.hash(state), nonce, verifier, clock.instant().plus(LIFE)));
        } finally {
            lock.unlock();
        }
        String query =
                form(
                        Map.of(
                                "response_type",
                                "code",
                                "scope",
                                "openid",
                                "client_id",
                                provider.clientId(),
                                "redirect_uri",
                                provider.redirect().toString(),
                                "state",
                                state,
                                "nonce",
                                nonce,
                                "code_challenge",
                                challenge(verifier),
                                "code_challenge_method",
                                "S256"));
        String joint = target.getRawQuery() == null ? "?" : "&";
        return new Begun(URI.create(target + joint + query), Cookies.setLax(COOKIE, browser));
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
    public SignIn finish(Request request, Caller caller) {
        Optional<Away> begun =
                Cookies.value(request, COOKIE).flatMap(this::taken).filter(this::isLive);
        Optional<String> state = request.query("state").filter(OpenIdSignIn::isShort);
        Optional<String> code = request.query("code").filter(OpenIdSignIn::isShort);
        boolean same =
                begun.isPresent()
                        && state.map(Handle::hash).filter(begun.get().state()::equals).isPresent();
        if (!same || code.isEmpty()) {
            return refused(caller, "state");
        }
        return tokens.subject(exchanged(code.get(), begun.get()), begun.get().nonce())
                .map(subject -> known(subject, caller))
                .orElseGet(() -> refused(caller, "id-token"));
    }

    private Optional<Away> taken(String browser) {
        lock.lock();
        try {
            return Optional.ofNullable(away.remove(Handle.hash(browser)));
        } finally {
            lock.unlock();
        }
    }

    private boolean isLive(Away one) {
        return clock.instant().isBefore(one.until());
    }

    private static boolean isShort(String text) {
        return text.length() <= MAX_TEXT_LENGTH;
    }

    private String exchanged(String code, Away begun) {
        Map<String, String> fields =
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", provider.redirect().toString(),
                        "client_id", provider.clientId(),
                        "code_verifier", begun.verifier());
        Bytes answer = http.post(metadata.endpoints().token(), form(fields), authorization());
        return JSON.read(answer, Exchanged.class).idToken();
    }

    /// RFC 6749 §2.3.1.
    private Optional<String> authorization() {
        return provider.clientSecret()
                .map(secret -> {
                    String text =
                            secret.use(s ->
                                    new String(
                                            s.toArray(ValueLayout.JAVA_BYTE),
                                            StandardCharsets.UTF_8));
                    String pair = encoded(provider.clientId()) + ":" + encoded(text);
                    return "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                });
    }

    private SignIn known(String subject, Caller caller) {
        Bytes hash = OpenIdSubject.hash(provider.issuer(), subject);
        Optional<PersonRow> user =
                rows.withTerm(PersonRow.TERM_SUBJECT, hash)
                        .map(PersonRows.Kept::row)
                        .filter(row -> row.means().subject().filter(hash::equals).isPresent());
        if (user.isEmpty() && !provider.newcomers().isEmpty()) {
            user = Optional.of(newcomer(hash));
        }
        return user.filter(PersonRow::enabled)
                .map(row -> signIns.afterFirstProof(row, caller))
                .orElseGet(() -> refused(caller, "subject"));
    }

    private PersonRow newcomer(Bytes hash) {
        PersonId id =
                PersonId.user("openid-" + hash.toHex().substring(0, 16).toLowerCase(Locale.ROOT));
        PersonRow row =
                new PersonRow(
                        id,
                        true,
                        provider.newcomers(),
                        Means.NONE.withSubject(hash),
                        trail.now(),
                        Optional.empty());
        return rows.create(
                        row,
                        trail.done(
                                "system",
                                "user.create",
                                id,
                                "issuer",
                                provider.issuer(),
                                "grants",
                                Accounts.text(provider.newcomers())))
                .row();
    }

    private SignIn refused(Caller caller, String why) {
        guesses.failed("", caller);
        trail.refused(
                "system",
                "session.begin",
                "user",
                "refused",
                "address",
                caller.address(),
                "factor",
                "oidc",
                "why",
                why);
        return new SignIn.Refused();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The provider's name for itself, for the page that offers it.
    public String issuer() {
        return provider.issuer();
    }
}
