package io.lapwing.service.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lapwing.crypto.Bytes;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Someone's HTTPS server on this machine.
final class Receiver implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([a-z0-9.-]+)\",\"index\"");

    final Pki pki;
    final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    final AtomicInteger status = new AtomicInteger(204);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpsServer server;

    record Delivery(String signature, Bytes body, int answered) {
        String text() {
            return new String(body.toArray(), StandardCharsets.UTF_8);
        }

        List<String> ids() {
            return ID.matcher(text()).results().map(found -> found.group(1)).toList();
        }

        String field(String name) {
            Matcher matcher = Pattern.compile(name + "=([^,]+)").matcher(signature);
            if (!matcher.find()) {
                throw new AssertionError(signature);
            }
            return matcher.group(1);
        }
    }

    Receiver(Path folder) {
        pki = Pki.openOrCreate(folder.resolve("pki"), "Receiver", InstantSource.system());
        try {
            server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        TlsMaterial material =
                new TlsMaterial(pki.issueServer(List.of("localhost")), List.of(pki.authority()));
        server.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.of(material)));
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        Bytes body = Bytes.of(exchange.getRequestBody().readAllBytes());
        int answer = status.get();
        if (answer >= 300 && answer < 400) {
            exchange.getResponseHeaders().add("Location", url("/elsewhere"));
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
        deliveries.add(
                new Delivery(
                        exchange.getRequestHeaders().getFirst(WebhookSignature.HEADER),
                        body,
                        answer));
    }

    String url(String path) {
        return "https://localhost:" + server.getAddress().getPort() + path;
    }

    /// The next delivery, whatever was answered.
    Delivery next() throws InterruptedException {
        Delivery next = deliveries.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was delivered in 20 s");
        }
        return next;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
