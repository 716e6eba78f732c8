package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.people.Caller;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.People;
import io.lapwing.service.people.PeopleConfig;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.SignIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Any headers are those of nobody, of somebody by the whole of his secret, or refused: nothing else ever happens.
///
/// `TOKEN`, `SESSION` and `CSRF` in an input are the secrets of a service and of a signed-in user, which are made anew for
/// each process.
public final class CallerFuzz {
    private static final String SERVICE = "ci";
    private static final String USER = "anna";
    private static final String BEARER = "Bearer ";
    private static final String COOKIE = "__Host-session=";

    // Jazzer calls a static method; nothing of an input stays in it but counts.
    private static final FewRows ROWS = new FewRows();
    private static final People PEOPLE =
            new People(
                    ROWS,
                    (_, _) -> Secret.take(new byte[32]),
                    new PeopleConfig(SoftAuthenticator.ORIGIN, "Lapwing"),
                    () -> Instant.EPOCH);
    private static final Known KNOWN = known();
    private static final AtomicInteger INPUTS = new AtomicInteger();

    private CallerFuzz() {}

    private record Known(String token, String session, String csrf) {
        String in(String text) {
            return text.replace("TOKEN", token).replace("SESSION", session).replace("CSRF", csrf);
        }

        @Override
        public String toString() {
            return "Known[secret]";
        }
    }

    private static Known known() {
        PersonId service = new PersonId(Principal.Kind.SERVICE_ACCOUNT, SERVICE);
        List<Grant> grants = List.of(new Grant(Role.OPERATOR, Scope.EVERYTHING));
        var _ = PEOPLE.accounts().create(AskedInText.EVERYBODY, service, grants);
        String token =
                PEOPLE.tokens()
                        .issue(
                                AskedInText.EVERYBODY,
                                service,
                                "fuzz",
                                Duration.ofDays(1),
                                List.of())
                        .secret();
        SignIn.Done user = signedIn();
        ROWS.hold();
        String cookie = user.opened().cookie();
        return new Known(
                token,
                cookie.substring(COOKIE.length(), cookie.indexOf(';')),
                user.opened().session().csrf());
    }

    /// A user who set a password and a passkey.
    private static SignIn.Done signedIn() {
        Caller home = new Caller("192.0.2.1", "lab");
        String code =
                PEOPLE.accounts()
                        .create(AskedInText.EVERYBODY, PersonId.user(USER), List.of())
                        .code()
                        .orElseThrow();
        try (Secret password =
                Secret.take("correct horse battery".getBytes(StandardCharsets.UTF_8))) {
            SignIn joined = PEOPLE.signIns().invitation(code, password, home);
            String flow = ((SignIn.EnrolmentWanted) joined).flow();
            String challenge = PEOPLE.signIns().beginPasskey(flow).challenge();
            String answer =
                    SoftAuthenticator.created(
                            SoftAuthenticator.clientData("webauthn.create", challenge),
                            SoftAuthenticator.attestation());
            return (SignIn.Done) PEOPLE.signIns().confirmPasskey(flow, answer, home);
        }
    }

    static List<Bytes> seeds() {
        return Stream.of(
                        "GET /api/v1/devices\nAuthorization: Bearer TOKEN\n\n",
                        "GET /api/v1/devices\nAuthorization: Bearer lpw_ABC\n\n",
                        "GET /\nCookie: lapwing-theme=dark; __Host-session=SESSION\n\n",
                        "GET /\nCookie: __Host-session=SESSION; __Host-session=SESSION\n\n",
                        """
                        POST /api/v1/devices
                        Cookie: __Host-session=SESSION
                        X-CSRF-Token: CSRF
                        Origin: https://lapwing.example:8444

                        {}\
                        """,
                        """
                        POST /devices
                        Cookie: __Host-session=SESSION
                        Content-Type: application/x-www-form-urlencoded
                        Sec-Fetch-Site: same-origin

                        csrf=CSRF\
                        """,
                        """
                        POST /devices
                        Cookie: __Host-session=SESSION
                        Content-Type: multipart/form-data; boundary=x
                        Sec-Fetch-Site: cross-site

                        """)
                .map(Samples::text)
                .toList();
    }

    /// For Jazzer: what stands above is made before the first input, whose time is taken.
    public static void fuzzerInitialize() {}

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        AskedInText request = request(Bytes.of(octets));
        try {
            Optional<Principal> who = PEOPLE.authentication().principal(request);
            who.ifPresent(somebody -> prove(request, somebody));
        } catch (Fault fault) {
            switch (fault.kind()) {
                case BAD_INPUT, UNAUTHENTICATED, FORBIDDEN -> {}
                case NOT_FOUND, CONFLICT, EXHAUSTED, UNAVAILABLE, TAMPERED, INTERNAL -> throw fault;
            }
        }
    }

    private static AskedInText request(Bytes octets) {
        AskedInText given = AskedInText.parse(octets);
        Map<String, String> headers = new LinkedHashMap<>();
        given.headers().forEach((name, value) -> headers.put(name, KNOWN.in(value)));
        // from another address each, for which nobody has guessed before
        return new AskedInText(
                given.method(),
                given.target(),
                headers,
                given.body(),
                Map.of(),
                AskedInText.EVERYBODY,
                INPUTS.incrementAndGet() + ":5000");
    }

    private static void prove(AskedInText request, Principal somebody) {
        boolean byToken =
                request.header("Authorization").equals(Optional.of(BEARER + KNOWN.token()));
        boolean bySession =
                request.header("Authorization").isEmpty()
                        && request.header("Cookie").orElse("").contains(COOKIE + KNOWN.session());
        boolean proved =
                switch (somebody.name()) {
                    case SERVICE -> byToken;
                    case USER -> bySession;
                    default -> false;
                };
        if (!proved) {
            throw new AssertionError("somebody without his secret");
        }
    }
}
