package io.lapwing.platform;

import io.lapwing.console.Console;
import io.lapwing.crypto.Fault;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.People;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The platform's door to people and to programs that act for them: HTTPS, behind which the API answers. A client
/// certificate is one way to come in, and not the only one.
final class PeopleDoor implements AutoCloseable {
    /// From a request's first octet to its last, files apart: a form comes over lines that are not fast.
    private static final Duration REQUEST_TIME = Duration.ofSeconds(30);

    /// An office behind one address has room, and nobody has it all.
    private static final int CONNECTIONS_PER_ADDRESS = 256;

    private static final int HTTPS_PORT = 443;

    private final HttpServer server;
    private final People people;
    private final String origin;

    private PeopleDoor(HttpServer server, People people, String origin) {
        this.server = server;
        this.people = people;
        this.origin = origin;
    }

    /// Opens the door; it listens when this returns.
    ///
    /// @param routes what is behind it
    static PeopleDoor open(
            Platform platform, TlsMaterial tls, HttpEvents events, List<Route> routes) {
        InetSocketAddress address = platform.consoleAddress();
        HttpServer server =
                HttpServer.start(
                        new HttpConfig(address, ClientCertificates.OPTIONAL, false, limits()),
                        tls,
                        events,
                        platform.people().authentication(),
                        Console.errorPages(),
                        routes);
        return new PeopleDoor(server, platform.people(), origin(platform.config(), address));
    }

    /// As browsers name it: `https://localhost:8444`, and without the port where that is what `https` means (RFC 6454 §6.2).
    static String origin(PlatformConfig config, InetSocketAddress address) {
        String port = address.getPort() == HTTPS_PORT ? "" : ":" + address.getPort();
        return "https://" + config.listen().names().getFirst() + port;
    }

    /// The port must be known before the first page is: passkeys and forms are bound to the origin.
    static InetSocketAddress withPort(InetSocketAddress address) {
        if (address.getPort() != 0) {
            return address;
        }
        try (ServerSocket free = new ServerSocket(0, 1, address.getAddress())) {
            return new InetSocketAddress(address.getAddress(), free.getLocalPort());
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "no port is free at " + address.getAddress(), e);
        }
    }

    private static HttpLimits limits() {
        HttpLimits usual = HttpLimits.defaults();
        return new HttpLimits(
                usual.connections(),
                CONNECTIONS_PER_ADDRESS,
                usual.requests(),
                usual.headerBytes(),
                usual.handshake(),
                usual.idle(),
                REQUEST_TIME,
                usual.stream(),
                usual.write(),
                usual.drain());
    }

    /// Where it is.
    String origin() {
        return origin;
    }

    /// Opens the first run while there is no administrator.
    ///
    /// @return until when; empty when there is one
    Optional<Instant> firstRun(DataFolder folder) {
        return people.bootstrap().open(folder.firstRun());
    }

    @Override
    public void close() {
        server.close();
    }
}
