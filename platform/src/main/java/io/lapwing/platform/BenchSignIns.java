package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.LoadConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.HdrHistogram.Histogram;

/// People who sign in one after the other on a few connections: password, second factor, session. The second factor is a
/// recovery code, so that nobody waits for the next half minute of an authenticator app.
///
/// @param tls trusts the server
record BenchSignIns(SSLContext tls, InetSocketAddress server, BenchCaller stranger) {
    private static final int TIMEOUT_MS = 30_000;

    /// Signs in for this time, or until the last recovery code is used; once at least on each connection.
    ///
    /// @param people as many as connections at least
    /// @param connections one sign-in under way on each
    BenchLoad.Result run(List<BenchPeople.Person> people, int connections, Duration duration) {
        List<Deque<BenchPeople.Person>> shares = shares(people, connections);
        long startNanos = System.nanoTime();
        Histogram all = BenchLoad.histogram();
        BenchThreads.run(
                        connections,
                        i -> () -> signIn(shares.get(i), startNanos + duration.toNanos()))
                .forEach(all::add);
        return new BenchLoad.Result(all, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private static List<Deque<BenchPeople.Person>> shares(
            List<BenchPeople.Person> people, int connections) {
        List<Deque<BenchPeople.Person>> shares = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            shares.add(new ArrayDeque<>());
        }
        for (int i = 0; i < people.size(); i++) {
            shares.get(i % connections).add(people.get(i));
        }
        return shares;
    }

    private Histogram signIn(Deque<BenchPeople.Person> people, long endNanos) throws IOException {
        Histogram latencies = BenchLoad.histogram();
        try (LoadConnection connection = new LoadConnection(tls, server, "/", TIMEOUT_MS)) {
            do {
                BenchPeople.Person person = people.remove();
                long startNanos = System.nanoTime();
                signIn(connection, person);
                latencies.recordValue(System.nanoTime() - startNanos);
                if (!person.recoveryCodes().isEmpty()) {
                    people.add(person);
                }
            } while (!people.isEmpty() && System.nanoTime() < endNanos);
        }
        return latencies;
    }

    private void signIn(LoadConnection connection, BenchPeople.Person person) throws IOException {
        String password =
                "name=%s&password=%s"
                        .formatted(person.name(), BenchVisitor.encoded(person.password()));
        require(connection.exchange(stranger.form("/sign-in", "", password)), 200);
        String flow = connection.header("set-cookie").getFirst().split(";", 2)[0];
        String factor = "recovery=" + person.recoveryCodes().remove();
        require(connection.exchange(stranger.form("/sign-in/second", flow, factor)), 303);
    }

    private static void require(int status, int wanted) {
        if (status != wanted) {
            throw new Fault(
                    Fault.Kind.INTERNAL,
                    "a sign-in: HTTP status %d, want %d".formatted(status, wanted));
        }
    }
}
