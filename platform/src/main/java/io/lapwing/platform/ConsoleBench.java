package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.http.LoadConnection;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/// The course of `bench console` against a server process that runs: people and devices come alive, then one thing after the
/// other is measured, and after each the server's heap is looked at.
final class ConsoleBench implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;
    private static final int JOBS = 10;
    private static final int JOB_DEVICES = 20;
    private static final int ACCEPTED = 202;

    /// As many as the platform hashes passwords at a time.
    private static final int SIGN_IN_CONNECTIONS = 4;

    /// What share of the pages that the server could answer is read while people sign in.
    private static final double READ_SHARE = 0.3;

    private static final int CODES_OF_PERSON = 10;
    private static final int MOST_SIGNERS = 400;

    private final BenchServer server;
    private final Terminal terminal;
    private final Plan plan;
    private final SSLContext tls;
    private final HttpClient client;
    private final BenchPeople people;
    private final BenchCaller caller;
    private final List<ConsoleReport.Mark> marks = new ArrayList<>();
    private long requests;

    /// How much is measured.
    ///
    /// @param slice of time for each page, each route and each kind of search
    record Plan(int devices, int connections, Duration slice, Duration warmUp, int visits) {}

    /// Goes through the first run, which makes the one who asks.
    ConsoleBench(BenchServer server, BenchFolder made, BenchFolder.Prepared prepared, Bench bench) {
        this.server = server;
        terminal = bench.terminal();
        plan = bench.plan();
        tls = TlsContexts.trusting(prepared.networkServer().authorities());
        client = HttpClient.newBuilder().sslContext(tls).build();
        String authority = "localhost:" + server.consoleAddress().getPort();
        people =
                BenchPeople.firstRun(
                        new BenchVisitor(client, "https://" + authority), made.data().firstRun());
        caller = new BenchCaller(authority, people.administrator().cookie(), people.token());
    }

    /// What a run is told.
    record Bench(Plan plan, Terminal terminal) {}

    /// Devices join and jobs are done, so that pages have something to show.
    ///
    /// @return how many of the first devices have joined
    int enliven(BenchFolder made, BenchFleet fleet, SSLContext networkServer) {
        terminal.note("devices join, jobs are done");
        BackendClient codec = new BackendClient(server.client(), server.uri("/"));
        List<BenchNetworkServer> works = made.networkServer(fleet, codec, plan.connections());
        long joins =
                new BenchLoad(networkServer, server.address(), WebDoor.JOIN_PATHS.getLast())
                        .closed(works, plan.slice())
                        .exchanges();
        works.forEach(BenchNetworkServer::close);
        doJobs();
        return Math.clamp(joins / 2, 1, plan.devices());
    }

    private void doJobs() {
        try (LoadConnection connection =
                new LoadConnection(tls, server.consoleAddress(), "/", TIMEOUT_MS)) {
            for (int job = 0; job < JOBS; job++) {
                String devEuis =
                        IntStream.range(job * JOB_DEVICES, (job + 1) * JOB_DEVICES)
                                .mapToObj(i -> "\"" + BenchFleet.devEuiOf(i) + "\"")
                                .collect(Collectors.joining(","));
                int status =
                        connection.exchange(
                                caller.make(
                                        "/devices/bulk/label",
                                        "{\"devEuis\":[%s],\"labels\":{\"checked\":\"yes\"}}"
                                                .formatted(devEuis)));
                if (status != ACCEPTED) {
                    throw new Fault(Fault.Kind.INTERNAL, "HTTP status " + status + " for a job");
                }
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the server cuts a connection", e);
        }
    }

    /// Asks for everything without measuring it.
    void warmUp(List<BenchPath> paths) {
        if (plan.warmUp().isZero()) {
            return;
        }
        terminal.note("warming up for " + plan.warmUp().toSeconds() + " s");
        Duration each = plan.warmUp().dividedBy(paths.size());
        paths.forEach(path -> load(path.request(), path.status(), each));
    }

    private record Loaded(BenchLoad.Result result, int meanBytes) {}

    private Loaded load(Function<Random, byte[]> asked, int status, Duration time) {
        List<BenchAsk> works = BenchAsk.on(plan.connections(), asked, status);
        BenchLoad.Result result = toConsole().closed(works, time);
        requests += result.exchanges();
        return new Loaded(result, BenchAsk.meanBytes(works));
    }

    private BenchLoad toConsole() {
        return new BenchLoad(tls, server.consoleAddress(), "/");
    }

    /// Looks at the server's heap.
    void mark() {
        marks.add(new ConsoleReport.Mark(requests, server.stats().liveHeapBytes()));
    }

    List<ConsoleReport.Mark> marks() {
        return marks;
    }

    BenchCaller caller() {
        return caller;
    }

    /// Each of these, beside a fixed body of as many octets.
    List<ConsoleReport.Asked> asked(List<BenchPath> paths) {
        return paths.stream().map(this::asked).toList();
    }

    private ConsoleReport.Asked asked(BenchPath path) {
        terminal.note("asking for " + path.path());
        Loaded loaded = load(path.request(), path.status(), plan.slice());
        byte[] fixed = caller.open("/bench/fixed/" + loaded.meanBytes());
        Loaded ceiling = load(_ -> fixed, 200, plan.slice().dividedBy(4));
        mark();
        return ConsoleReport.Asked.of(
                path, loaded.result(), loaded.meanBytes(), ceiling.result().perSecond());
    }

    /// One person types.
    List<ConsoleReport.Typed> typed() {
        List<ConsoleReport.Typed> all = new ArrayList<>();
        for (BenchTyping.Typed typed : BenchTyping.Typed.values()) {
            terminal.note("typing " + typed.word(0));
            BenchLoad.Result result =
                    toConsole()
                            .closed(
                                    List.of(new BenchTyping(caller, plan.devices(), typed)),
                                    plan.slice());
            requests += result.exchanges();
            mark();
            all.add(ConsoleReport.Typed.of(typed, result));
        }
        return all;
    }

    /// People sign in while others read pages of devices.
    ///
    /// @param argon2id how many hashes a second the processors compute
    /// @param page what is read
    /// @param pagesPerSecond as many as the server answered of it
    ConsoleReport.SignIns signIns(double argon2id, BenchPath page, double pagesPerSecond) {
        Duration time = plan.slice().multipliedBy(2);
        double wanted = argon2id * time.toMillis() / 1e3 / CODES_OF_PERSON;
        int count = (int) Math.clamp(Math.ceil(wanted) + SIGN_IN_CONNECTIONS, 1, MOST_SIGNERS);
        terminal.note("inviting " + count + " people");
        List<BenchPeople.Person> signers = people.signers(count);
        BenchSignIns signIns = new BenchSignIns(tls, server.consoleAddress(), caller);
        List<BenchAsk> readers = BenchAsk.on(plan.connections(), page.request(), page.status());
        terminal.note("signing in, while others read");
        List<BenchLoad.Result> results =
                BenchThreads.run(
                        2,
                        i ->
                                () ->
                                        i == 0
                                                ? signIns.run(signers, SIGN_IN_CONNECTIONS, time)
                                                : toConsole()
                                                        .open(
                                                                readers,
                                                                time,
                                                                READ_SHARE * pagesPerSecond));
        requests += 2 * results.getFirst().exchanges() + results.getLast().exchanges();
        mark();
        return ConsoleReport.SignIns.of(
                results.getFirst(), results.getLast(), SIGN_IN_CONNECTIONS, argon2id);
    }

    /// What a Chromium sees of the pages.
    ConsoleReport.Browser browser(Path program, Path folder, BenchFolder.Prepared prepared) {
        terminal.note("visiting pages with " + program);
        try (BenchChromium chromium =
                BenchChromium.start(
                        program, folder, prepared.networkServer().authorities().getFirst())) {
            BenchVisits visits =
                    new BenchVisits(
                            chromium.tools(),
                            "https://" + caller.authority(),
                            Optional.of(session()));
            List<BenchVisits.Seen> seen = new ArrayList<>();
            for (BenchVisits.Line line : BenchVisits.Line.values()) {
                seen.addAll(visits.visit("overview", "/", line, plan.visits()));
                seen.addAll(visits.visit("devices", "/devices", line, plan.visits()));
                seen.addAll(
                        visits.visit(
                                "device",
                                "/devices/" + BenchFleet.devEuiOf(0),
                                line,
                                plan.visits()));
            }
            return new ConsoleReport.Browser(visits.version(), seen);
        }
    }

    private Map.Entry<String, String> session() {
        return people.administrator().cookies().entrySet().stream()
                .filter(one -> one.getKey().endsWith("session"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
