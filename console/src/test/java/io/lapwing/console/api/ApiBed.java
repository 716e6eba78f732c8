package io.lapwing.console.api;

import io.lapwing.service.Pki;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.Authentication;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The API over HTTPS on the loopback address, its desks in memory, its store on disk. A caller is known by a token that
/// is the name of a principal.
final class ApiBed implements AutoCloseable {
    static final String OWN = "0000000000000001";
    static final String FOREIGN = "0000000000000002";
    static final String UNKNOWN = "0000000000000003";
    static final Duration HEARTBEAT = Duration.ofMillis(200);
    static final Duration STREAM_LIFE = Duration.ofSeconds(1);

    final MemoryDevices devices = new MemoryDevices();
    final MemoryPlatform platform = new MemoryPlatform();
    final MemoryPeers peers = new MemoryPeers();
    final MemoryTrust trust = new MemoryTrust();
    final MemoryPeople people = new MemoryPeople();
    final MemoryWork work = new MemoryWork();
    final MemoryWebhooks webhooks = new MemoryWebhooks();
    final MemoryApprovals approvals = new MemoryApprovals();
    final Store store;
    final List<Operation> operations;

    private final TemporaryFolder folder = TemporaryFolder.of("lapwing-api");
    private final ConcurrentMap<String, Principal> known = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final HttpClient client;

    ApiBed() {
        this(InstantSource.system(), Idempotency.MOST_OF_ONE);
    }

    ApiBed(InstantSource clock, int mostKeys) {
        fill("user:anna");
        store = Stores.embedded(folder.path().resolve("store"), StoreOptions.of("test"));
        Api.Desks desks =
                new Api.Desks(
                        platform, devices, platform, peers, trust, platform, work, people, work,
                        webhooks, approvals);
        operations = Api.operations(desks, new EventRoutes(work, HEARTBEAT, STREAM_LIFE));
        Pipeline pipeline = new Pipeline(new Idempotency(store, clock, mostKeys));
        List<Route> routes =
                operations.stream().map(operation -> operation.route(pipeline)).toList();
        Pki pki = Pki.openOrCreate(folder.path().resolve("pki"), "Test", InstantSource.system());
        server =
                HttpServer.start(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ClientCertificates.OPTIONAL,
                                false,
                                HttpLimits.defaults()),
                        new TlsMaterial(
                                pki.issueServer(List.of("localhost")), List.of(pki.authority())),
                        new HttpEvents() {},
                        authentication(),
                        routes);
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(
                                TlsContexts.of(
                                        new TlsMaterial(
                                                pki.issueClient(
                                                        new io.lapwing.service.PeerIdentity(
                                                                "monitor", "test")),
                                                List.of(pki.authority()))))
                        .build();
    }

    /// Puts everything back: a device, a job and a webhook that are the caller's business, and as many that are not.
    void fill(String caller) {
        devices.rows.clear();
        devices.put(OWN, "acme", "000001", "70B3D57ED0000001");
        devices.put(FOREIGN, "other", "000002", "70B3D57ED1000001");
        work.clear();
        work.job("OWN", caller);
        work.job("FOREIGN", "user:somebody");
        webhooks.put("OWN", caller);
        approvals.put("OWN", caller);
        approvals.put("FOREIGN", "user:somebody");
        webhooks.put("FOREIGN", "user:somebody");
        people.put("user:bert");
        peers.put("OWN", "acme", "70B3D57ED0000000/40");
        peers.put("FOREIGN", "other", "70B3D57ED1000000/40");
    }

    /// Tokens are names: what tests of people prove is not proved again here.
    private Authentication authentication() {
        return new Authentication() {
            @Override
            public Optional<Principal> principal(Request request) {
                return request.header("Authorization")
                        .map(value -> value.substring("Bearer ".length()))
                        .map(known::get);
            }

            @Override
            public Response challenge(Request request) {
                return Response.problem(401, "want a token");
            }
        };
    }

    /// Someone with one role within a scope.
    ///
    /// @param given everything; of an owner, everything of the first owner
    Principal someone(Role role, Scope given) {
        boolean unbounded = role == Role.OWNER && given.equals(Scope.EVERYTHING);
        Scope scope = unbounded ? Scope.ofOwner("acme") : given;
        String name = role.word() + (scope.equals(Scope.EVERYTHING) ? "" : "-bound");
        Principal principal =
                new Principal(name, Principal.Kind.USER, List.of(new Grant(role, scope)));
        known.put(name, principal);
        return principal;
    }

    Principal operator() {
        return someone(Role.OPERATOR, Scope.EVERYTHING);
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + server.port() + "/api/v1" + path);
    }

    HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    /// Sends a request with a JSON body, or none when it is empty.
    HttpResponse<String> send(
            Optional<Principal> who,
            String method,
            String path,
            String body,
            Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(method, path, body);
        who.ifPresent(principal -> request.header("Authorization", "Bearer " + principal.name()));
        if (!body.isEmpty() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(Principal who, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(Optional.of(who), method, path, body, Map.of());
    }

    HttpResponse<String> get(Principal who, String path) throws IOException, InterruptedException {
        return send(who, "GET", path, "");
    }

    /// Opens a stream.
    HttpResponse<InputStream> open(Principal who, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request("GET", path, "").header("Authorization", "Bearer " + who.name());
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
        store.close();
        folder.close();
    }
}
