package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The wire to a Chromium: the Chrome DevTools Protocol over a WebSocket, as far as a bench needs it. For one thread.
final class DevTools implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final WebSocket socket;
    private final Inbox inbox;
    private Optional<String> session = Optional.empty();
    private long calls;

    private DevTools(HttpClient client, WebSocket socket, Inbox inbox) {
        this.client = client;
        this.socket = socket;
        this.inbox = inbox;
    }

    /// @param endpoint as the browser says it: `ws://127.0.0.1:…/devtools/browser/…`
    static DevTools connect(URI endpoint) {
        HttpClient client = HttpClient.newHttpClient();
        Inbox inbox = new Inbox();
        WebSocket socket =
                awaited(
                        "connect",
                        client.newWebSocketBuilder()
                                .connectTimeout(TIMEOUT)
                                .buildAsync(endpoint, inbox));
        return new DevTools(client, socket, inbox);
    }

    /// An event of the browser.
    ///
    /// @param method its name: `Page.loadEventFired`
    record Event(String method, Bytes message) {
        private record Body(Told params) {}

        /// What it tells of a request.
        Told told() {
            return Inbox.JSON.read(message, Body.class).params();
        }
    }

    /// What an event tells of a request, as far as it does.
    ///
    /// @param loaderId of the page that asks
    /// @param type of what is asked for: `Document`
    /// @param encodedDataLength the octets that came over the line, heads included
    record Told(
            Optional<String> requestId,
            Optional<String> loaderId,
            Optional<String> type,
            Optional<Double> encodedDataLength) {}

    /// What a call is answered with, as far as a bench wants to know it.
    ///
    /// @param loaderId of the page that opens
    /// @param errorText why a page did not open
    /// @param result of a script
    record Answer(
            Optional<String> browserContextId,
            Optional<String> targetId,
            Optional<String> sessionId,
            Optional<String> loaderId,
            Optional<String> errorText,
            Optional<String> product,
            Optional<Value> result) {}

    /// What a script came to.
    record Value(Optional<String> value) {}

    private record Reply(Optional<Problem> error, Optional<Answer> result) {}

    private record Problem(String message) {}

    /// The calls that follow go to this page.
    void attach(String sessionId) {
        session = Optional.of(sessionId);
    }

    /// The calls that follow go to the browser itself.
    void detach() {
        session = Optional.empty();
    }

    /// Has the browser do something.
    Answer call(String method, Map<String, ?> parameters) {
        long id = ++calls;
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        session.ifPresent(one -> message.put("sessionId", one));
        CompletableFuture<byte[]> answer = inbox.expect(id);
        String text = new String(Inbox.JSON.write(message).toArray(), StandardCharsets.UTF_8);
        WebSocket _ = awaited(method, socket.sendText(text, true));
        Reply reply = Inbox.JSON.read(awaited(method, answer), Reply.class);
        return reply.result()
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.UNAVAILABLE,
                                "Chromium, %s: %s"
                                        .formatted(
                                                method,
                                                reply.error()
                                                        .map(Problem::message)
                                                        .orElse("nothing"))));
    }

    /// The events that came so far, the earliest first.
    List<Event> events() {
        List<Event> all = new ArrayList<>();
        int _ = inbox.events.drainTo(all);
        return all;
    }

    /// The next event, awaited.
    Event event() {
        try {
            Event event = inbox.events.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (event == null) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "Chromium says nothing for " + TIMEOUT.toSeconds() + " s");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while measuring", e);
        }
    }

    private static <T> T awaited(String what, CompletableFuture<T> future) {
        try {
            return future.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "Chromium, " + what + ": " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
        client.close();
    }

    /// What comes from the browser: answers to calls, and events.
    private static final class Inbox implements WebSocket.Listener {
        static final Json JSON = Json.strict().skipUnknownFields().build();

        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final Map<Long, CompletableFuture<byte[]>> awaited = new ConcurrentHashMap<>();
        private final StringBuilder part = new StringBuilder();

        private record Head(Optional<Long> id, Optional<String> method) {}

        CompletableFuture<byte[]> expect(long id) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            awaited.put(id, answer);
            return answer;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                byte[] message = part.toString().getBytes(StandardCharsets.UTF_8);
                part.setLength(0);
                take(message);
            }
            from.request(1);
            return null;
        }

        private void take(byte[] message) {
            Head head = JSON.read(message, Head.class);
            if (head.id().isPresent()) {
                CompletableFuture<byte[]> answer = awaited.remove(head.id().get());
                if (answer != null) {
                    answer.complete(message);
                }
            } else {
                head.method().ifPresent(method -> events.add(new Event(method, Bytes.of(message))));
            }
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            awaited.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
