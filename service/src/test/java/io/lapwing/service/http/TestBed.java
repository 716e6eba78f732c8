package io.lapwing.service.http;

import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/// A server on the loopback address with certificates of its own authority, and clients that speak raw HTTP to it.
final class TestBed implements AutoCloseable {
    static final int TIMEOUT_MS = 10_000;
    static final HttpLimits LIMITS = HttpLimits.defaults();

    final Pki pki;
    final HttpServer server;
    final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

    TestBed(ClientCertificates certificates, HttpLimits limits, Route... routes)
            throws IOException {
        this(newPki(), certificates, limits, routes);
    }

    TestBed(Pki pki, ClientCertificates certificates, HttpLimits limits, Route... routes) {
        this.pki = pki;
        HttpConfig config =
                new HttpConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        certificates,
                        false,
                        limits);
        HttpEvents events =
                new HttpEvents() {
                    @Override
                    public void handshakeRefused(String remote, String why) {
                        refusals.add(why);
                    }
                };
        server = HttpServer.start(config, material(), events, List.of(routes));
    }

    static Pki newPki() throws IOException {
        Path folder = Files.createTempDirectory("lapwing-pki");
        return Pki.openOrCreate(folder.resolve("pki"), "Test authority", InstantSource.system());
    }

    static HttpLimits limits(int requests, Duration idle, Duration request) {
        return new HttpLimits(
                64,
                64,
                requests,
                LIMITS.headerBytes(),
                request,
                idle,
                request,
                request,
                request,
                LIMITS.drain());
    }

    TlsMaterial material() {
        return new TlsMaterial(
                pki.issueServer(List.of("localhost", "127.0.0.1")), List.of(pki.authority()));
    }

    TlsMaterial client(String role, String name) {
        return client(pki.issueClient(new PeerIdentity(role, name)));
    }

    TlsMaterial client(Credentials credentials) {
        return new TlsMaterial(credentials, List.of(pki.authority()));
    }

    String nextRefusal() throws InterruptedException {
        return String.valueOf(refusals.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    RawClient connect(TlsMaterial material) throws IOException {
        return connect(material, server.port());
    }

    static RawClient connect(TlsMaterial material, int port) throws IOException {
        SSLSocket socket = (SSLSocket) TlsContexts.of(material).getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.startHandshake();
        return new RawClient(socket);
    }

    @Override
    public void close() {
        server.close();
    }

    /// Speaks HTTP octet by octet.
    record RawClient(SSLSocket socket) implements AutoCloseable {
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        String post(String path, String body) throws IOException {
            send(
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(path, body.length(), body));
            return receive();
        }

        String get(String path) throws IOException {
            send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return receive();
        }

        /// One answer with its head.
        String receive() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                append(text, in.read());
            }
            int length = length(text.toString());
            for (int i = 0; i < length; i++) {
                append(text, in.read());
            }
            return text.toString();
        }

        boolean ended() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (javax.net.ssl.SSLException | java.net.SocketException _) {
                return true;
            }
        }

        private static void append(StringBuilder text, int octet) throws IOException {
            if (octet < 0) {
                throw new IOException("connection ended after: " + text);
            }
            text.append((char) octet);
        }

        private static int length(String head) {
            return head.lines()
                    .filter(line ->
                            line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
