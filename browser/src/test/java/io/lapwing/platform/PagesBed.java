package io.lapwing.platform;

import io.lapwing.console.Console;
import io.lapwing.console.Desks;
import io.lapwing.console.Visits;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.Authentication;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The console's pages over HTTPS, their desks filled with samples: every state is there to be looked at. A session is the
/// name of a role.
final class PagesBed implements AutoCloseable {
    static final String OWNER = "river-watch";

    private static final String CSRF = "the-token-of-this-session";

    final SampleDevices devices = new SampleDevices();
    final SampleEvents events = new SampleEvents();
    final SamplePeople people = new SamplePeople();
    private final HttpServer server;

    private PagesBed(Pki pki, boolean firstRun) {
        Desks desks =
                new Desks(
                        new SamplePlatform(),
                        devices,
                        new SamplePlatform(),
                        new SamplePeers(),
                        new SampleTrust(),
                        new SamplePlatform(),
                        new SampleWork(),
                        people,
                        new SampleApprovals(),
                        new SampleWebhooks(),
                        new SampleSignIn(firstRun),
                        events);
        server =
                HttpServer.start(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ClientCertificates.OPTIONAL,
                                false,
                                HttpLimits.defaults()),
                        new TlsMaterial(
                                pki.issueServer(List.of("localhost")), List.of(pki.authority())),
                        HttpEvents.NONE,
                        new Sessions(),
                        Console.errorPages(),
                        Console.routes(desks, new Sessions()));
    }

    /// Where people can sign in.
    static PagesBed open(Chromium chromium) {
        return new PagesBed(chromium.authority().pki(), false);
    }

    /// Where nobody is yet.
    static PagesBed unused(Chromium chromium) {
        return new PagesBed(chromium.authority().pki(), true);
    }

    private static final class Sessions implements Authentication, Visits {
        @Override
        public Optional<Principal> principal(Request request) {
            String word = SampleSignIn.value(request, SampleSignIn.SESSION);
            return Stream.of(Role.values())
                    .filter(role -> role.word().equals(word))
                    .map(role -> new Principal(word, Principal.Kind.USER, grants(role)))
                    .findFirst();
        }

        /// The first administrator is an operator too.
        private static List<Grant> grants(Role role) {
            Grant own = new Grant(role, scope(role));
            return role == Role.ADMINISTRATOR
                    ? List.of(own, new Grant(Role.OPERATOR, Scope.EVERYTHING))
                    : List.of(own);
        }

        private static Scope scope(Role role) {
            SortedMap<String, String> labels = new TreeMap<>();
            return role == Role.OWNER
                    ? new Scope(
                            Optional.of(OWNER),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            labels)
                    : Scope.EVERYTHING;
        }

        @Override
        public Response challenge(Request request) {
            return Response.empty(303).with("Location", "/sign-in");
        }

        @Override
        public Optional<Visits.Visit> of(Request request) {
            return principal(request).map(who -> new Visits.Visit(who.name(), CSRF));
        }
    }

    String url(String path) {
        return "https://localhost:" + server.port() + path;
    }

    /// Someone with this role who signed in earlier.
    Visit as(Chromium chromium, Role role, Look look) {
        return chromium.visit(
                look,
                """
                {"cookies":[{"name":"%s","value":"%s","domain":"localhost","path":"/","expires":-1,\
                "httpOnly":true,"secure":true,"sameSite":"Strict"}],"origins":[]}\
                """
                        .formatted(SampleSignIn.SESSION, role.word()));
    }

    @Override
    public void close() {
        server.close();
    }
}
