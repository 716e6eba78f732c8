package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a browser sees pages: what comes over the line, and when it first shows something. Each is visited by someone who was
/// never here, and then once more.
///
/// @param origin `https://localhost:8444`
/// @param cookie the name and the value of a session's cookie, where the pages want one
record BenchVisits(DevTools tools, String origin, Optional<Map.Entry<String, String>> cookie) {
    /// Waits until something was shown. Of the largest thing that was, the browser tells for as long as nobody types.
    private static final String PAINTS =
            """
            new Promise(resolve => {
              let largest = 0;
              new PerformanceObserver(list => list.getEntries().forEach(e => largest = e.startTime))
                .observe({type: 'largest-contentful-paint', buffered: true});
              const look = () => {
                const first = performance.getEntriesByName('first-contentful-paint')[0];
                if (first && largest) resolve(JSON.stringify({firstMs: first.startTime, largestMs: largest}));
                else setTimeout(look, 20);
              };
              setTimeout(look, 50);
            })\
            """;

    private static final Json JSON = Json.strict().build();

    /// For one page, over the slowest line too.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// The lines over which pages come.
    enum Line {
        /// This machine's own.
        LOCAL(0, -1),
        /// 400 kbit/s and 400 ms, as DevTools emulates them: for each request, not for the connection's handshakes.
        SLOW(400, 50_000);

        private final int latencyMs;
        private final int bytesPerSecond;

        Line(int latencyMs, int bytesPerSecond) {
            this.latencyMs = latencyMs;
            this.bytesPerSecond = bytesPerSecond;
        }
    }

    /// What was seen of a page.
    ///
    /// @param visit `first` with nothing in the browser's cache, or `next`
    /// @param htmlBytes over the line, heads included; so the others
    /// @param requests that went over the line
    record Seen(
            String page,
            String line,
            String visit,
            double firstContentfulPaintMs,
            double largestContentfulPaintMs,
            long htmlBytes,
            long cssBytes,
            long jsBytes,
            long otherBytes,
            int requests) {}

    private record Paints(double firstMs, double largestMs) {}

    /// What the browser calls itself: `Chrome/142.0.7444.59`.
    String version() {
        return tools.call("Browser.getVersion", Map.of()).product().orElseThrow();
    }

    /// Visits a page, first and next, so many times; of each the run in the middle counts.
    List<Seen> visit(String name, String path, Line line, int runs) {
        List<Seen> first = new ArrayList<>();
        List<Seen> next = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            String context =
                    tools.call("Target.createBrowserContext", Map.of())
                            .browserContextId()
                            .orElseThrow();
            enter(context, line);
            first.add(see(name, path, line, "first"));
            next.add(see(name, path, line, "next"));
            tools.detach();
            var _ = tools.call("Target.disposeBrowserContext", Map.of("browserContextId", context));
        }
        return List.of(middle(first), middle(next));
    }

    private static Seen middle(List<Seen> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Seen::firstContentfulPaintMs))
                .toList()
                .get(runs.size() / 2);
    }

    /// Opens a page in a context without cookies and cache.
    private void enter(String context, Line line) {
        String target =
                tools.call(
                                "Target.createTarget",
                                Map.of("url", "about:blank", "browserContextId", context))
                        .targetId()
                        .orElseThrow();
        tools.attach(
                tools.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .sessionId()
                        .orElseThrow());
        var _ = tools.call("Page.enable", Map.of());
        var _ = tools.call("Network.enable", Map.of());
        var _ =
                tools.call(
                        "Network.emulateNetworkConditions",
                        Map.of(
                                "offline",
                                false,
                                "latency",
                                line.latencyMs,
                                "downloadThroughput",
                                line.bytesPerSecond,
                                "uploadThroughput",
                                line.bytesPerSecond));
        cookie.ifPresent(one -> {
            var _ =
                    tools.call(
                            "Network.setCookie",
                            Map.of(
                                    "name",
                                    one.getKey(),
                                    "value",
                                    one.getValue(),
                                    "url",
                                    origin + "/",
                                    "path",
                                    "/",
                                    "secure",
                                    true,
                                    "httpOnly",
                                    true,
                                    "sameSite",
                                    "Strict"));
        });
    }

    private Seen see(String name, String path, Line line, String visit) {
        List<DevTools.Event> _ = tools.events();
        DevTools.Answer answer = tools.call("Page.navigate", Map.of("url", origin + path));
        answer.errorText()
                .ifPresent(why -> {
                    throw new Fault(Fault.Kind.UNAVAILABLE, "Chromium, " + path + ": " + why);
                });
        Traffic traffic = new Traffic(answer.loaderId().orElseThrow());
        long startNanos = System.nanoTime();
        while (!traffic.isOver()) {
            traffic.take(tools.event());
            if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "%s is not whole after %d s: %d requests are open"
                                .formatted(path, PATIENCE.toSeconds(), traffic.open.size()));
            }
        }
        Paints paints = paints();
        return new Seen(
                name,
                line.name().toLowerCase(Locale.ROOT),
                visit,
                BenchBounds.rounded(paints.firstMs()),
                BenchBounds.rounded(paints.largestMs()),
                traffic.bytes("Document"),
                traffic.bytes("Stylesheet"),
                traffic.bytes("Script"),
                traffic.otherBytes(),
                traffic.requests);
    }

    private Paints paints() {
        Optional<String> told =
                tools.call("Runtime.evaluate", Map.of("expression", PAINTS, "awaitPromise", true))
                        .result()
                        .flatMap(DevTools.Value::value);
        return told.map(text ->
                        JSON.read(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), Paints.class))
                .orElseThrow(() ->
                        new Fault(Fault.Kind.UNAVAILABLE, "Chromium tells of no first paint"));
    }

    /// What came over the line for one page.
    private static final class Traffic {
        /// A page that follows what happens does so until it is left.
        private static final String ENDLESS = "EventSource";

        private final String loaderId;
        private final Set<String> open = new HashSet<>();
        private final Map<String, String> types = new HashMap<>();
        private final Map<String, Long> bytes = new HashMap<>();
        private boolean loaded;
        private int requests;

        /// @param loaderId of the page; what the page before still asked for is not counted
        Traffic(String loaderId) {
            this.loaderId = loaderId;
        }

        void take(DevTools.Event event) {
            switch (event.method()) {
                case "Page.loadEventFired" -> loaded = true;
                case "Network.requestWillBeSent" -> {
                    DevTools.Told sent = event.told();
                    boolean counts =
                            sent.loaderId().equals(Optional.of(loaderId))
                                    && !sent.type().equals(Optional.of(ENDLESS));
                    if (counts) {
                        open.add(sent.requestId().orElseThrow());
                        types.put(sent.requestId().orElseThrow(), sent.type().orElse("Other"));
                    }
                }
                case "Network.loadingFinished", "Network.loadingFailed" -> end(event.told());
                default -> {
                    // the rest says nothing of octets
                }
            }
        }

        private void end(DevTools.Told ended) {
            String id = ended.requestId().orElseThrow();
            long octets = Math.round(ended.encodedDataLength().orElse(0.0));
            if (open.remove(id) && octets > 0) {
                bytes.merge(types.getOrDefault(id, "Other"), octets, Long::sum);
                requests++;
            }
        }

        boolean isOver() {
            return loaded && open.isEmpty();
        }

        long bytes(String type) {
            return bytes.getOrDefault(type, 0L);
        }

        long otherBytes() {
            Set<String> named = Set.of("Document", "Stylesheet", "Script");
            return bytes.entrySet().stream()
                    .filter(one -> !named.contains(one.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }
}
