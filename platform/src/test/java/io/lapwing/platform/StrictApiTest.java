package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.Json;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API is sent that is not as it should be, at all of its routes: bodies, tokens, addresses, objects of others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictApiTest {
    private static final String OWN = "70B3D57ED0000001";
    private static final String FOREIGN = "70B3D57ED0000002";
    private static final String UNKNOWN = "70B3D57ED0000003";

    private Besieged world;
    private String all = "";
    private RawHttps http;

    @BeforeAll
    void open(@TempDir Path folder) {
        world = Besieged.open(folder);
        all = world.token(Besieged.everything());
        http = world.connect();
        create(OWN, "acme");
        create(FOREIGN, "other");
    }

    @AfterAll
    void close() {
        http.close();
        world.close();
    }

    private void create(String devEui, String owner) {
        RawHttps.Answer made =
                send(
                        "POST",
                        "/api/v1/devices",
                        Besieged.bearer(all),
                        "{\"devEui\":\"%s\",\"joinEui\":\"70B3D57ED0000000\",\"macVersion\":\"1.0.4\",\"owner\":\"%s\"}"
                                .formatted(devEui, owner));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private RawHttps.Answer send(
            String method, String path, Map<String, String> headers, String body) {
        RawHttps.Answer answer = http.send(method, path, headers, body);
        if (answer.header("Connection").isPresent()) {
            http.close();
            http = world.connect();
        }
        return answer;
    }

    /// The routes whose contract says that they take JSON.
    private List<Route> takingJson() {
        RawHttps.Answer contract = send("GET", "/api/v1/openapi.json", Besieged.bearer(all), "");
        Map<?, ?> paths = AdminWorld.object(json(contract.body()), "paths");
        return world.routes.stream()
                .filter(route -> route.path().startsWith("/api/v1/"))
                .filter(route -> !route.method().equals("GET"))
                .filter(route -> takesJson(paths, route))
                .toList();
    }

    private static boolean takesJson(Map<?, ?> paths, Route route) {
        for (Map.Entry<?, ?> path : paths.entrySet()) {
            boolean same = route.path().endsWith(String.valueOf(path.getKey()));
            if (same
                    && path.getValue() instanceof Map<?, ?> methods
                    && methods.get(route.method().toLowerCase(java.util.Locale.ROOT))
                            instanceof Map<?, ?> operation) {
                return String.valueOf(operation.get("requestBody")).contains("application/json=");
            }
        }
        return false;
    }

    private static Map<?, ?> json(String text) {
        return Json.strict()
                .build()
                .read(
                        io.lapwing.crypto.Bytes.of(
                                text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        Map.class);
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{[^}]*}", OWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{\"reason\":\"a\",\"reason\":\"b\"}",
                "{\"url\":\"https://8.8.8.8/\",\"url\":\"https://1.1.1.1/\",\"types\":[]}",
                "{\"no such field\":1}",
                "{\"__proto__\":{\"admin\":true}}",
                "{} {}",
                "{\"reason\":\"\\ud800\"}",
                "{'reason':'a'}",
                "{\"reason\":NaN}",
                "{\"reason\":\"a\",}",
                "{\"reason\":1e999999999}"
            })
    void refusesBodiesThatAreNotAsTheyShouldBe(String body) {
        assertNothingTaken(Besieged.bearer(all), body, List.of(400));
    }

    @Test
    void refusesBodiesThatAreDeepOrLong() {
        assertNothingTaken(
                Besieged.bearer(all), "{\"a\":".repeat(60) + "1" + "}".repeat(60), List.of(400));
        assertNothingTaken(Besieged.bearer(all), "[".repeat(5_000), List.of(400));
        assertNothingTaken(
                Besieged.bearer(all),
                "{\"reason\":\"" + "x".repeat(40_000) + "\"}",
                List.of(400, 413));
        assertNothingTaken(
                Besieged.bearer(all), "{\"reason\":" + "9".repeat(5_000) + "}", List.of(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "text/json",
                "application/json-patch+json",
                "application/jsonp"
            })
    void refusesOtherContentTypes(String type) {
        Map<String, String> headers = new LinkedHashMap<>(Besieged.bearer(all));
        headers.put("Content-Type", type);

        assertNothingTaken(headers, "{\"reason\":\"a test\"}", List.of(415));
    }

    private void assertNothingTaken(
            Map<String, String> headers, String body, List<Integer> statuses) {
        List<Route> routes = takingJson();
        long before = world.records();
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            RawHttps.Answer answer = send(route.method(), path(route), headers, body);
            boolean said = answer.body().contains("\"detail\":\"");
            if (!statuses.contains(answer.status())
                    || !said
                    || answer.body().contains("Exception")) {
                wrong.add(route.method() + " " + route.path() + " " + answer);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(routes).hasSizeGreaterThan(20);
        assertThat(world.since(before)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no algorithm, and HMAC under a public key: a token of ours has none to confuse
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyOmFubmEifQ.",
                "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyOmFubmEifQ.AAAA",
                "Bearer lpw_",
                "Bearer ",
                "Bearer",
                "bearer TOKEN",
                "Basic TOKEN",
                "TOKEN",
                "Bearer TOKEN ",
                "Bearer  TOKEN",
                "Bearer TOKENx",
                "Bearer LPW_TOKEN",
                "Bearer TOKEN,Bearer TOKEN"
            })
    void takesNoTokenThatIsNotExactlyOneOfIts(String authorization) {
        String value = authorization.replace("TOKEN", all);
        int host = 100 + Math.floorMod(authorization.hashCode(), 100);
        long before = world.records();
        try (RawHttps other = world.connect(host)) {
            RawHttps.Answer answer =
                    other.send("GET", "/api/v1/me", Map.of("Authorization", value), "");

            boolean trimmed = value.equals("Bearer " + all + " ");
            assertThat(answer.status()).isEqualTo(trimmed ? 200 : 401);
            assertThat(answer.body()).doesNotContain(all);
        }
        assertThat(world.since(before).toString()).doesNotContain(all);
    }

    @Test
    void takesATokenFromNowhereButItsHeader() {
        for (String path : List.of("?token=", "?access_token=", "?authorization=Bearer%20")) {
            RawHttps.Answer answer = send("GET", "/api/v1/me" + path + all, Map.of(), "");

            assertThat(answer.status()).isEqualTo(401);
        }
        assertThat(send("GET", "/api/v1/me", Map.of("Cookie", "Authorization=" + all), "").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://127.0.0.1:8444/api/v1/me",
                "https://localhost/",
                "https://localhost.localdomain:5432/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[fe80::1]/",
                "https://[fd00::1]/",
                "https://0.0.0.0/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1.:443/",
                "http://8.8.8.8/",
                "file:///etc/passwd",
                "gopher://8.8.8.8/",
                "https://8.8.8.8@127.0.0.1/",
                "https://8.8.8.8\\@127.0.0.1/",
                "https://127.0.0.1#@8.8.8.8/",
                "https://8.8.8.8/\\r\\nHost: evil",
                "//127.0.0.1/",
                "https:127.0.0.1"
            })
    void postsNothingToThisMachineOrItsNeighbours(String url) {
        long before = world.records();
        RawHttps.Answer answer =
                send(
                        "POST",
                        "/api/v1/webhooks",
                        Besieged.bearer(all),
                        "{\"url\":\"%s\",\"types\":[]}".formatted(url.replace("\\@", "\\\\@")));

        assertThat(answer.status()).as(answer.body()).isIn(400, 403, 503);
        assertThat(answer.body()).contains("\"detail\":");
        assertThat(world.since(before)).noneMatch(event -> event.action().equals("webhook.add"));
    }

    @Test
    void answersForWhatIsOfOthersAsForWhatIsNotThere() {
        Grant[] scoped = {
            new Grant(Role.OPERATOR, Scope.ofOwner("acme")),
            new Grant(Role.OWNER, Scope.ofOwner("acme"))
        };
        String token = world.token(scoped);
        String job =
                world.platform
                        .messengers()
                        .jobs()
                        .start(
                                Principal.local("somebody"),
                                "audit.verify",
                                java.util.Optional.empty(),
                                "",
                                _ -> "done")
                        .id();
        List<String> wrong = new ArrayList<>();
        for (Route route : world.routes) {
            if (route.path().startsWith("/api/v1/") && route.path().contains("{")) {
                boolean ofJob = route.path().contains("/jobs/");
                RawHttps.Answer foreign = asked(route, ofJob ? job : FOREIGN, token);
                RawHttps.Answer unknown = asked(route, UNKNOWN, token);
                String shown = foreign.body().replace(ofJob ? job : FOREIGN, UNKNOWN);
                if (foreign.status() != unknown.status() || !shown.equals(unknown.body())) {
                    wrong.add(route.method() + " " + route.path() + foreign + unknown);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(asked(device(), OWN, token).status()).isEqualTo(200);
    }

    private Route device() {
        return world.routes.stream()
                .filter(route -> route.path().equals("/api/v1/devices/{devEui}"))
                .findFirst()
                .orElseThrow();
    }

    private RawHttps.Answer asked(Route route, String object, String token) {
        String body =
                switch (route.path().replaceFirst(".*/", "")) {
                    case "claim", "transfer" -> "{\"owner\":\"acme\"}";
                    case "suspend", "retire", "compromise", "nonce-reset" ->
                            "{\"reason\":\"a test\"}";
                    case "labels" -> "{\"labels\":{\"site\":\"north\"}}";
                    case "home" -> "{\"netId\":\"000001\"}";
                    default -> "";
                };
        return send(
                route.method(),
                route.path().replaceAll("\\{[^}]*}", object),
                Besieged.bearer(token),
                route.method().equals("GET") ? "" : body);
    }
}
