package io.lapwing.platform;

import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// A platform with a real store behind its open door for people, and clients from several addresses that send what they
/// like.
final class Besieged implements AutoCloseable {
    static final Principal ROOT = Principal.local("root");
    static final String PASSWORD = "correct horse battery";

    private static final int MANY_RECORDS = 1_000;

    final Platform platform;
    final List<Route> routes;
    private final PeopleDoor door;
    private final SSLContext tls;
    private int names;

    private Besieged(Platform platform) {
        this.platform = platform;
        routes = new PeopleRooms(platform).routes();
        TlsMaterial material =
                new TlsMaterial(
                        platform.pki().issueServer(List.of("localhost")),
                        List.of(platform.pki().authority()));
        door = PeopleDoor.open(platform, material, HttpEvents.NONE, routes);
        tls = TlsContexts.trusting(List.of(platform.pki().authority()));
    }

    /// With an embedded store and a memory vault, its keys made once for all tests.
    static Besieged open(Path folder) {
        return new Besieged(AdminWorld.in(folder).open());
    }

    static Besieged open(Path folder, PlatformConfig config) {
        return new Besieged(Platform.open(new DataFolder(folder), config, Map.of()));
    }

    String origin() {
        return door.origin();
    }

    RawHttps connect() {
        return connect(1);
    }

    /// @param host comes from 127.0.0.host
    RawHttps connect(int host) {
        try {
            return new RawHttps(
                    tls,
                    InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}),
                    URI.create(door.origin()).getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Somebody at a browser, who has not signed in.
    Browser browser(int host) {
        return new Browser(this, host);
    }

    /// The invitation of a new user.
    String invite(String name, Grant... grants) {
        return platform.people()
                .accounts()
                .create(ROOT, PersonId.user(name), List.of(grants))
                .code()
                .orElseThrow();
    }

    /// A new user with an authenticator app, who is signed in.
    Browser signedIn(String name, Grant... grants) {
        Browser browser = browser(1);
        browser.enrol(name, invite(name, grants));
        return browser;
    }

    /// All that anybody may do, over everything.
    static Grant[] everything() {
        return Arrays.stream(Role.values())
                .map(role ->
                        new Grant(
                                role,
                                role == Role.OWNER ? Scope.ofOwner("globex") : Scope.EVERYTHING))
                .toArray(Grant[]::new);
    }

    /// Whether what a route answers has no end.
    static boolean isEndless(Route route) {
        return route.path().endsWith("/events") || route.path().startsWith("/live/");
    }

    /// The API token of a new service.
    String token(Grant... grants) {
        PersonId id = PersonId.parse("service:s" + ++names);
        platform.people().accounts().create(ROOT, id, List.of(grants));
        return platform.people()
                .tokens()
                .issue(ROOT, id, "test", Duration.ofHours(1), List.of())
                .secret();
    }

    /// Headers of a program with a token and a JSON body.
    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    long records() {
        return platform.store().audit().head().size();
    }

    /// What was written down from a record on.
    List<AuditEvent> since(long index) {
        return platform.store().audit().read(index, MANY_RECORDS).stream()
                .map(AuditRecord::event)
                .toList();
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        door.close();
        platform.close();
    }

    /// A browser with its cookies, as far as forms go.
    static final class Browser implements AutoCloseable {
        private final Besieged world;
        private final int host;
        private RawHttps http;
        private final Map<String, String> cookies = new LinkedHashMap<>();
        private final List<String> recoveryCodes = new ArrayList<>();
        private Optional<CodeApp> app = Optional.empty();
        private String name = "";

        private Browser(Besieged world, int host) {
            this.world = world;
            this.host = host;
            http = world.connect(host);
        }

        String name() {
            return name;
        }

        CodeApp app() {
            return app.orElseThrow();
        }

        List<String> recoveryCodes() {
            return recoveryCodes;
        }

        String cookie(String cookie) {
            return cookies.getOrDefault(cookie, "");
        }

        void plant(String cookie, String value) {
            cookies.put(cookie, value);
        }

        /// Headers as a browser sends them from a page of this origin.
        Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Origin", world.origin());
            headers.put("Sec-Fetch-Site", "same-origin");
            headers.put("Content-Type", "application/x-www-form-urlencoded");
            String all =
                    cookies.entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue())
                            .collect(Collectors.joining("; "));
            if (!all.isEmpty()) {
                headers.put("Cookie", all);
            }
            return headers;
        }

        RawHttps.Answer get(String path) {
            return kept(http.send("GET", path, headers(), ""));
        }

        RawHttps.Answer post(String path, Map<String, String> fields) {
            return kept(http.send("POST", path, headers(), encoded(fields)));
        }

        RawHttps.Answer send(String method, String path, Map<String, String> headers, String body) {
            return connected(http.send(method, path, headers, body));
        }

        /// Connects again where the server says that this was the connection's last answer.
        private RawHttps.Answer connected(RawHttps.Answer answer) {
            if (answer.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
                http.close();
                http = world.connect(host);
            }
            return answer;
        }

        private RawHttps.Answer kept(RawHttps.Answer answer) {
            for (String cookie : answer.all("Set-Cookie")) {
                String[] pair = cookie.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            return connected(answer);
        }

        /// The token of this session as its pages carry it, for forms.
        String formToken() {
            return between(get("/account").body(), "name=\"csrf\" value=\"", "\"");
        }

        /// The token of the newest session of this user, for forms and for the header of the API.
        String csrf() {
            PersonId id = PersonId.user(name);
            return world.platform.people().sessions().list(ROOT, id).getFirst().csrf();
        }

        RawHttps.Answer password(String user, String password) {
            name = user;
            return post("/sign-in", Map.of("name", user, "password", password));
        }

        RawHttps.Answer code(String code) {
            return post("/sign-in/second", Map.of("code", code));
        }

        RawHttps.Answer recovery(String code) {
            return post("/sign-in/second", Map.of("recovery", code));
        }

        void enrol(String user, String invitation) {
            name = user;
            RawHttps.Answer page =
                    post(
                            "/invitation",
                            Map.of("code", invitation, "name", user, "password", PASSWORD));
            app = Optional.of(new CodeApp(between(page.body(), "secret-once\">", "<")));
            RawHttps.Answer done = post("/enrol", Map.of("code", app().code()));
            for (String part : done.body().split("<li>", -1)) {
                String code = part.replaceAll("<[^>]*>", "").strip().split("\\s", 2)[0];
                if (code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}")) {
                    recoveryCodes.add(code);
                }
            }
        }

        static String between(String text, String before, String after) {
            int from = text.indexOf(before);
            if (from < 0) {
                throw new AssertionError("no " + before + " in " + text);
            }
            from += before.length();
            return text.substring(from, text.indexOf(after, from));
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
