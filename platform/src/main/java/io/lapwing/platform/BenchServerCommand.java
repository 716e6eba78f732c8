package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The server that `bench` measures, in a process of its own: what `up` serves, and two routes more. It ends with the
/// bench, when its standard input does.
@Command(name = "bench-server", hidden = true)
final class BenchServerCommand implements Callable<Integer> {
    /// Answers every body with one of the size of a JoinAns, and does nothing else.
    static final String FIXED = "/bench/fixed";

    /// Serves the console too.
    static final String CONSOLE = "--console";

    /// Answers with so many octets, and does nothing else; behind the people's door.
    static final String FIXED_PAGE = "/bench/fixed/{octets}";

    /// Tells [Stats].
    static final String STATS = "/bench/stats";

    /// The octets of a JoinAns of a 1.0.4 device with both keys in it.
    private static final int ANSWER_BYTES = 480;

    private static final int MOST_OCTETS = 1 << 20;

    private final Context context;

    @Option(names = CONSOLE)
    private boolean console;

    BenchServerCommand(Context context) {
        this.context = context;
    }

    /// How the server stands.
    ///
    /// @param liveHeapBytes what is left of the heap after a collection
    /// @param auditRecords how many audit records are durable
    record Stats(long heapBytes, long liveHeapBytes, long auditRecords) {}

    @Override
    public Integer call() {
        try (Platform platform = context.openPlatform()) {
            if (console) {
                serveAll(platform);
            } else {
                serveJoins(platform);
            }
        }
        return ExitCode.DONE.number();
    }

    private void serveJoins(Platform platform) {
        try (WebDoor door =
                WebDoor.open(
                        platform, JoinMetrics.start(), HttpEvents.NONE, fixed(), stats(platform))) {
            context.terminal().line(Integer.toString(door.port()));
            awaitEnd();
        }
    }

    private void serveAll(Platform platform) {
        Serving.More more = new Serving.More(List.of(stats(platform)), List.of(fixedPage()));
        try (Serving serving = Serving.over(platform, more)) {
            var _ = serving.firstRun(platform.folder());
            context.terminal().line(Integer.toString(serving.port()));
            context.terminal().line(Integer.toString(platform.consoleAddress().getPort()));
            awaitEnd();
        }
    }

    private static Route fixedPage() {
        Map<Integer, Bytes> pages = new ConcurrentHashMap<>();
        return Route.get(
                FIXED_PAGE,
                Access.open(),
                request -> {
                    int octets = Integer.parseInt(request.pathParameter("octets"));
                    BenchBounds.check("octets", octets, 0, MOST_OCTETS);
                    return Response.ok(
                            "text/html; charset=utf-8",
                            pages.computeIfAbsent(octets, size -> Bytes.of(new byte[size])));
                });
    }

    private static Route fixed() {
        String text = "{\"" + "0".repeat(ANSWER_BYTES) + "\":0}";
        Bytes answer = Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
        return Route.post(FIXED, Access.anyPeer(), _ -> Response.of(200, Response.JSON, answer));
    }

    private static Route stats(Platform platform) {
        Json json = Json.strict().build();
        return Route.get(STATS, Access.anyPeer(), _ -> Response.json(json, look(platform)));
    }

    private static Stats look(Platform platform) {
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        System.gc();
        long live = runtime.totalMemory() - runtime.freeMemory();
        return new Stats(heap, live, platform.store().audit().head().size());
    }

    private void awaitEnd() {
        try {
            while (context.surroundings().in().read() >= 0) {
                // Whatever is said to it, only the end counts.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
