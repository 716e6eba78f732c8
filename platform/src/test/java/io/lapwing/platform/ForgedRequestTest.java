package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.platform.Besieged.Browser;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Another site makes a browser send a request with its cookie (CSRF): no route that changes something takes it. All
/// routes are walked, so that a new one cannot be forgotten.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedRequestTest {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> TYPES =
            List.of(FORM, "multipart/form-data; boundary=b", "text/plain", JSON);

    private Besieged world;
    private Browser anna;
    private RawHttps http;

    @BeforeAll
    void open(@TempDir Path folder) {
        world = Besieged.open(folder);
        anna = world.signedIn("anna", Besieged.everything());
        http = world.connect();
    }

    @AfterAll
    void close() {
        http.close();
        anna.close();
        world.close();
    }

    private List<Route> changing() {
        return world.routes.stream().filter(route -> !route.method().equals("GET")).toList();
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{[^}]*}", "70B3D57ED0000001");
    }

    /// What another site's page, or a script that got hold of less than it needs, may send.
    private List<Map<String, String>> forgeries() {
        List<Map<String, String>> all = new ArrayList<>();
        TYPES.forEach(type -> all.add(with(Map.of("Content-Type", type))));
        for (String type : List.of(FORM, JSON)) {
            all.add(
                    with(
                            Map.of(
                                    "Content-Type",
                                    type,
                                    "Sec-Fetch-Site",
                                    "cross-site",
                                    "X-CSRF-Token",
                                    anna.csrf())));
            all.add(
                    with(
                            Map.of(
                                    "Content-Type",
                                    type,
                                    "Origin",
                                    "https://evil.example",
                                    "X-CSRF-Token",
                                    anna.csrf())));
            all.add(
                    with(
                            Map.of(
                                    "Content-Type",
                                    type,
                                    "Origin",
                                    world.origin(),
                                    "X-CSRF-Token",
                                    "wrong")));
        }
        return all;
    }

    /// The session's cookie and these headers, and nothing that this origin's pages would add.
    private Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Cookie", anna.headers().getOrDefault("Cookie", ""));
        return all;
    }

    @Test
    void isRefusedAtEveryRouteThatChangesSomething() {
        List<String> taken = new ArrayList<>();
        long before = world.records();
        for (Route route : changing()) {
            for (Map<String, String> headers : forgeries()) {
                RawHttps.Answer answer = send(route, headers);
                if (answer.status() != 403) {
                    taken.add(route.method() + " " + route.path() + " " + headers + answer.head());
                }
            }
        }

        assertThat(taken).isEmpty();
        assertThat(changing()).hasSizeGreaterThan(60);
        assertThat(world.since(before))
                .allSatisfy(event -> assertThat(event.action()).isEqualTo("session.forged"))
                .isNotEmpty();
    }

    /// What is refused before its body is read ends the connection.
    private RawHttps.Answer send(Route route, Map<String, String> headers) {
        String body = FORM.equals(headers.get("Content-Type")) ? "csrf=wrong&typed=x" : "";
        RawHttps.Answer answer = http.send(route.method(), path(route), headers, body);
        if (answer.header("Connection").isPresent()) {
            http.close();
            http = world.connect();
        }
        return answer;
    }

    @Test
    void isToldFromOnesOwn() throws Exception {
        Map<String, String> own = new LinkedHashMap<>(anna.headers());
        own.put("X-CSRF-Token", anna.csrf());
        own.put("Content-Type", JSON);

        RawHttps.Answer page = anna.post("/audit/verify", Map.of("csrf", anna.csrf()));
        RawHttps.Answer api = anna.send("POST", "/api/v1/audit/verifications", own, "");
        world.platform.messengers().jobs().awaitAll();

        assertThat(page.status()).as(page.body()).isEqualTo(303);
        assertThat(api.status()).as(api.body()).isEqualTo(202);
    }

    @Test
    void changesNothingWithAGet() {
        long before = world.records();
        for (Route route : world.routes) {
            if (route.method().equals("GET") && !Besieged.isEndless(route)) {
                RawHttps.Answer answer =
                        http.send("GET", path(route), with(Map.of("Accept", "*/*")), "");
                assertThat(answer.status()).as(route.path()).isLessThan(500);
            }
        }

        assertThat(world.since(before)).isEmpty();
    }

    @Test
    void findsNoRouteWithoutAnAccessThatItsWaysInDoNotNeed() {
        assertThat(world.routes)
                .filteredOn(route -> route.access() instanceof Access.Open)
                .extracting(Route::path)
                .filteredOn(path -> !path.startsWith("/assets/"))
                .allMatch(path ->
                        path.matches(
                                "/(sign-in|sign-in/.*|first-run|invitation|enrol|theme|security.txt"
                                        + "|\\.well-known/.*)"));
    }
}
