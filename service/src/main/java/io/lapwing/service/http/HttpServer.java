package io.lapwing.service.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.lapwing.service.TlsMaterial;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// An HTTPS server: TLS 1.3 with mutual authentication, every bound of [HttpLimits] kept, its routes and nothing else.
///
/// It never speaks plain HTTP. Bodies come with their length. Problems are answered as RFC 9457 says.
public final class HttpServer implements AutoCloseable {
    private final WebServer server;
    private final TlsGate gate;
    private final Connections connections;

    private HttpServer(WebServer server, TlsGate gate, Connections connections) {
        this.server = server;
        this.gate = gate;
        this.connections = connections;
    }

    /// Starts a server; it listens when this returns.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` when two routes are the same
    public static HttpServer start(
            HttpConfig config, TlsMaterial tls, HttpEvents events, List<Route> routes) {
        return start(config, tls, events, Authentication.none(), routes);
    }

    /// Starts a server that knows people who all come by programs; it listens when this returns.
    public static HttpServer start(
            HttpConfig config,
            TlsMaterial tls,
            HttpEvents events,
            Authentication authentication,
            List<Route> routes) {
        return start(config, tls, events, authentication, ErrorPages.none(), routes);
    }

    /// Starts a server that knows people; it listens when this returns.
    ///
    /// @param pages what browsers get where programs get a problem
    public static HttpServer start(
            HttpConfig config,
            TlsMaterial tls,
            HttpEvents events,
            Authentication authentication,
            ErrorPages pages,
            List<Route> routes) {
        Connections connections = new Connections();
        TlsGate gate = new TlsGate(config, connections, events, tls);
        HttpLimits limits = config.limits();
        Door door =
                new Door(
                        new Router(routes),
                        new Gatekeeper(gate::revoked, InstantSource.system(), authentication),
                        connections,
                        new Semaphore(limits.requests()),
                        new Door.Told(events, pages));
        WebServer server =
                WebServer.builder()
                        .bindAddress(config.address())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .addProtocol(http1(limits))
                        // through SSLSocket: the other way looks every peer's name up in the DNS
                        .useNio(false)
                        .tls(Tls.builder().sslContext(gate.context()).build())
                        .maxTcpConnections(limits.connections())
                        .idleConnectionTimeout(limits.idle())
                        .shutdownGracePeriod(limits.drain())
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .contentEncoding(
                                ContentEncodingContext.builder()
                                        .contentEncodingsDiscoverServices(false)
                                        .build())
                        .directHandlers(problems())
                        .routing(routing -> routing.any(door))
                        .build()
                        .start();
        return new HttpServer(server, gate, connections);
    }

    private static Http1Config http1(HttpLimits limits) {
        return Http1Config.builder()
                .maxHeadersSize(limits.headerBytes())
                .sendKeepAliveHeader(false)
                .build();
    }

    /// What Helidon refuses before a route is found, in the same form as everything else.
    private static DirectHandlers problems() {
        DirectHandler problem =
                (request, type, said, _, message) -> {
                    // no method: what came is not even a request line
                    boolean unreadable =
                            type == DirectHandler.EventType.INTERNAL_ERROR
                                    && request.method().isEmpty();
                    Status status = unreadable ? Status.BAD_REQUEST_400 : said;
                    Response response = Problem.of(status.code(), detail(status.code(), message));
                    Response.Body.Whole body = (Response.Body.Whole) response.body();
                    return DirectHandler.TransportResponse.builder()
                            .status(status)
                            .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                            .keepAlive(false)
                            .entity(body.octets().toArray())
                            .build();
                };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, problem);
        }
        return handlers.build();
    }

    private static String detail(int status, @Nullable String message) {
        return status >= 500
                ? "unexpected: look into the log"
                : Objects.requireNonNullElse(message, "not HTTP/1.1 as RFC 9112 has it");
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    /// How many connections are open.
    public int connections() {
        return connections.count();
    }

    /// Takes a renewed certificate, further authorities or fewer; connections that are open go on.
    public void reload(TlsMaterial tls) {
        gate.reload(tls);
    }

    /// Stops taking connections, ends streams of events, lets other requests in work finish within [HttpLimits#drain],
    /// then ends.
    @Override
    public void close() {
        connections.endEndless();
        server.stop();
        connections.close();
    }
}
