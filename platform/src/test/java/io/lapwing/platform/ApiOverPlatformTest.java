package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The API over the real desks: people with tokens, devices with keys in a vault, one store.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiOverPlatformTest {
    private static final Principal ROOT = Principal.local("root");

    private Platform platform;
    private PeopleDoor door;
    private HttpClient client;
    private String operator = "";
    private int tests;
    private String owner = "";
    private String own = "";
    private String foreign = "";
    private String unknown = "";

    @BeforeAll
    void open(@TempDir Path folder) {
        platform = Platform.open(new DataFolder(folder), RunningPlatform.embedded(), Map.of());
        TlsMaterial tls =
                new TlsMaterial(
                        platform.pki().issueServer(List.of("localhost")),
                        List.of(platform.pki().authority()));
        door = PeopleDoor.open(platform, tls, HttpEvents.NONE, new PeopleRooms(platform).routes());
        client = client(new PeerIdentity("monitor", "nobody"));
        operator = token("operator", Role.OPERATOR, Scope.EVERYTHING);
    }

    /// Each test has an owner with one device, and one device of another.
    @BeforeEach
    void fill() throws Exception {
        tests++;
        owner = "acme-" + tests;
        own = "70B3D57ED00000%02X".formatted(tests);
        foreign = "70B3D57ED10000%02X".formatted(tests);
        unknown = "70B3D57ED20000%02X".formatted(tests);
        create(own, owner);
        create(foreign, "other");
    }

    @AfterAll
    void close() {
        client.shutdownNow();
        door.close();
        platform.close();
    }

    private HttpClient client(PeerIdentity identity) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(
                        TlsContexts.of(
                                new TlsMaterial(
                                        platform.pki().issueClient(identity),
                                        List.of(platform.pki().authority()))))
                .build();
    }

    /// A token of a new service account with one role.
    private String token(String name, Role role, Scope scope) {
        PersonId id = PersonId.parse("service:" + name);
        platform.people().accounts().create(ROOT, id, List.of(new Grant(role, scope)));
        return platform.people()
                .tokens()
                .issue(ROOT, id, "test", Duration.ofHours(1), List.of())
                .secret();
    }

    private HttpRequest request(
            String token, String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(door.origin() + "/api/v1" + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        return request.build();
    }

    private HttpResponse<String> send(
            String token, String method, String path, String body, Map<String, String> headers)
            throws Exception {
        return client.send(
                request(token, method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String token, String path) throws Exception {
        return send(token, "GET", path, "", Map.of());
    }

    private void create(String devEui, String whose) throws Exception {
        HttpResponse<String> made =
                send(
                        operator,
                        "POST",
                        "/devices",
                        """
                        {"devEui":"%s","joinEui":"70B3D57ED0000000","macVersion":"1.0.4",
                         "owner":"%s","home":"000013","labels":{"site":"north"}}\
                        """
                                .formatted(devEui, whose),
                        Map.of("Idempotency-Key", devEui));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Test
    void hidesForeignDevicesAsIfTheyWereNotThere() throws Exception {
        String token = token("owner", Role.OWNER, Scope.ofOwner(owner));

        HttpResponse<String> ofOwn = get(token, "/devices/" + own);
        HttpResponse<String> ofForeign = get(token, "/devices/" + foreign);
        HttpResponse<String> ofUnknown = get(token, "/devices/" + unknown);
        String list = get(token, "/devices").body();

        assertThat(ofOwn.statusCode()).isEqualTo(200);
        assertThat(ofForeign.statusCode()).isEqualTo(404);
        assertThat(ofForeign.body().replace(foreign, unknown)).isEqualTo(ofUnknown.body());
        assertThat(list).contains(own).doesNotContain(foreign);
    }

    @Test
    void changesADeviceOnceAndOnlyTheVersionThatWasSeen() throws Exception {
        String tag = get(operator, "/devices/" + own).headers().firstValue("ETag").orElseThrow();
        Map<String, String> headers = Map.of("If-Match", tag, "Idempotency-Key", "k1");
        String path = "/devices/" + own + "/compromise";
        String body = "{\"reason\":\"lost\"}";

        HttpResponse<String> first = send(operator, "POST", path, body, headers);
        HttpResponse<String> again = send(operator, "POST", path, body, headers);
        HttpResponse<String> stale = send(operator, "POST", path, body, Map.of("If-Match", tag));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.body()).contains("\"state\":\"compromised\"");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(stale.statusCode()).isEqualTo(412);
    }

    @Test
    void tellsAServiceProviderNothingOfAppSKeys() throws Exception {
        String provider =
                token(
                        "provider",
                        Role.SERVICE_PROVIDER,
                        new Scope(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("000013"),
                                new TreeMap<>()));

        HttpResponse<String> device = get(provider, "/devices/" + own);
        HttpResponse<String> change =
                send(
                        provider,
                        "PUT",
                        "/devices/" + own + "/delivery",
                        "{\"appSKey\":\"join-answer\"}",
                        Map.of());

        assertThat(device.statusCode()).isEqualTo(200);
        assertThat(device.body()).doesNotContainIgnoringCase("appskey");
        assertThat(change.statusCode()).isEqualTo(403);
    }

    @Test
    void doesToManyAsAJobThatCanBeFollowed() throws Exception {

        HttpResponse<String> started =
                send(
                        operator,
                        "POST",
                        "/devices/bulk/label",
                        "{\"filter\":{\"owner\":\"%s\"},\"labels\":{\"site\":\"south\"}}"
                                .formatted(owner),
                        Map.of());
        platform.messengers().jobs().awaitAll();
        String job = started.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");

        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(get(operator, job).body()).contains("\"state\":\"done\"", "\"done\":1");
        assertThat(get(operator, "/devices/" + own).body()).contains("south");
        assertThat(get(operator, "/devices/" + foreign).body()).contains("north");
    }

    @Test
    void streamsWhatHappensToOwnDevicesOnly() throws Exception {
        String listener = token("listener", Role.OWNER, Scope.ofOwner(owner));
        HttpResponse<InputStream> stream =
                client.send(
                        request(listener, "GET", "/events", "", Map.of()),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (String device : List.of(foreign, own)) {
                send(
                        operator,
                        "POST",
                        "/devices/" + device + "/compromise",
                        "{\"reason\":\"lost\"}",
                        Map.of());
            }
            String line = lines.readLine();
            while (!line.startsWith("data:")) {
                line = lines.readLine();
            }

            assertThat(line).contains(own).doesNotContain(foreign);
        }
    }

    @Test
    void knowsProgramsByTokenOrCertificateAndNobodyElse() throws Exception {
        platform.people()
                .accounts()
                .create(
                        ROOT,
                        PersonId.parse("machine:monitor"),
                        List.of(new Grant(Role.AUDITOR, Scope.EVERYTHING)));
        HttpRequest bare = HttpRequest.newBuilder(URI.create(door.origin() + "/api/v1/me")).build();

        HttpResponse<String> machine = client.send(bare, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> wrong = get("lpw_wrong", "/me");
        HttpResponse<String> other;
        try (HttpClient station = client(new PeerIdentity("station", "line-1"))) {
            other = station.send(bare, HttpResponse.BodyHandlers.ofString());
        }

        assertThat(machine.body()).contains("audit-read").doesNotContain("device-change");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(other.statusCode()).isEqualTo(401);
    }

    @Test
    void takesOfAFileTheRowsOfTheImportersOrderAndRefusesTheOthersOneByOne() throws Exception {
        String order = "po-" + tests;
        String agent = token("agent-" + order, Role.PROVISIONING_AGENT, ofOrder(order));
        String mine = "70B3D57ED40000%02X".formatted(tests);
        String file = "devEui,joinEui,macVersion,appKey,labels\n" + row(mine, "order=" + order);

        HttpResponse<String> started =
                send(
                        agent,
                        "POST",
                        "/devices/import",
                        file + row(unknown, "order=another") + row(unknown, "site=north"),
                        Map.of("Content-Type", "text/csv"));
        platform.messengers().jobs().awaitAll();
        String job = started.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");
        String said = get(agent, job).body();

        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        assertThat(said).contains("1 imported", "2 refused", "outside the scope");
        assertThat(get(agent, "/devices").body()).contains(mine).doesNotContain(own);
        assertThat(get(operator, "/devices/" + unknown).statusCode()).isEqualTo(404);
    }

    private String row(String devEui, String labels) {
        try (Secret key = Secret.take(Bytes.hex(AdminWorld.KEY).toArray())) {
            String jwe = JweSeal.seal(platform.vault().importKey(), key);
            return "%s,70B3D57ED0000000,1.0.4,%s,%s\n".formatted(devEui, jwe, labels);
        }
    }

    private static Scope ofOrder(String order) {
        return new Scope(
                Optional.empty(),
                Optional.of(order),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    @Test
    void letsAnOwnerPutNoDeviceIntoAProductionOrder() throws Exception {
        String token = token("labels-" + tests, Role.OWNER, Scope.ofOwner(owner));

        HttpResponse<String> order =
                send(
                        token,
                        "PUT",
                        "/devices/" + own + "/labels",
                        "{\"labels\":{\"order\":\"po-7\"}}",
                        Map.of());
        HttpResponse<String> site =
                send(
                        token,
                        "PUT",
                        "/devices/" + own + "/labels",
                        "{\"labels\":{\"site\":\"hall\"}}",
                        Map.of());

        assertThat(order.statusCode()).isEqualTo(403);
        assertThat(site.statusCode()).isEqualTo(200);
    }

    @Test
    void letsAScopeWithBoundsTouchNothingOfTheWholePlatform() throws Exception {
        String bounded = token("bounded", Role.OPERATOR, Scope.ofOwner(owner));
        String auditor = token("bounded-auditor", Role.AUDITOR, Scope.ofOwner(owner));

        for (String path : List.of("/vault", "/vault/import-key", "/receivers")) {
            assertThat(get(bounded, path).statusCode()).as(path).isEqualTo(403);
        }
        for (String path : List.of("/audit", "/audit/chain", "/people")) {
            assertThat(get(auditor, path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(
                        send(
                                        bounded,
                                        "DELETE",
                                        "/receivers/network-server/acme/versions/1",
                                        "",
                                        Map.of())
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void readsTheWholePlatformForAnAuditor() throws Exception {
        String auditor = token("auditor", Role.AUDITOR, Scope.EVERYTHING);

        for (String path :
                List.of(
                        "/overview",
                        "/devices",
                        "/vault",
                        "/vault/import-key",
                        "/receivers",
                        "/peers",
                        "/trust",
                        "/audit?action=device.&limit=5",
                        "/audit/chain",
                        "/jobs",
                        "/people",
                        "/openapi.json")) {
            HttpResponse<String> answer = get(auditor, path);

            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        }
    }
}
