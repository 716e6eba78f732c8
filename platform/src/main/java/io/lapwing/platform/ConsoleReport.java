package io.lapwing.platform;

import io.lapwing.service.Json;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `bench console` found, as it is written.
///
/// @param search each letter asks for the list anew
/// @param searchBoundMs the p95 that a search as one types may have
/// @param browser absent where there is no Chromium
/// @param loadAverage of the machine in the last minute
record ConsoleReport(
        Setting setting,
        List<Asked> pages,
        List<Asked> api,
        List<Typed> search,
        double searchBoundMs,
        boolean searchWithinBound,
        SignIns signIns,
        Optional<Browser> browser,
        Heap heap,
        int processors,
        double loadAverage) {
    /// Waiting longer than this is felt.
    static final double SEARCH_BOUND_MS = 100;

    private static final double MIB = 1 << 20;

    /// What was asked for.
    record Setting(
            int devices,
            int connections,
            int seconds,
            PlatformConfig.StoreEngine store,
            PlatformConfig.VaultAdapter vault,
            double importSeconds) {}

    /// One page, or one route of the API.
    ///
    /// @param answerBytes of an answer's body on average, packed where the platform packs it
    /// @param httpCeilingPerSecond of the same server with a fixed body of as many octets
    record Asked(
            String name,
            String path,
            double perSecond,
            double p50Ms,
            double p99Ms,
            int answerBytes,
            double httpCeilingPerSecond,
            double ratioToHttpCeiling) {
        static Asked of(BenchPath path, BenchLoad.Result result, int bytes, double ceiling) {
            return new Asked(
                    path.name(),
                    path.path(),
                    BenchBounds.rounded(result.perSecond()),
                    BenchBounds.rounded(result.percentileMs(50)),
                    BenchBounds.rounded(result.percentileMs(99)),
                    bytes,
                    BenchBounds.rounded(ceiling),
                    BenchBounds.rounded(result.perSecond() / ceiling));
        }
    }

    /// One kind of word, typed into the search letter by letter by one person.
    record Typed(String typed, long keystrokes, double p50Ms, double p95Ms, double p99Ms) {
        static Typed of(BenchTyping.Typed typed, BenchLoad.Result result) {
            return new Typed(
                    Words.of(typed),
                    result.exchanges(),
                    BenchBounds.rounded(result.percentileMs(50)),
                    BenchBounds.rounded(result.percentileMs(95)),
                    BenchBounds.rounded(result.percentileMs(99)));
        }
    }

    /// People who sign in while others read.
    ///
    /// @param argon2idPerSecond hashes that all processors compute with nothing around them: one for each sign-in
    /// @param readsPerSecond pages of devices that were asked for meanwhile, evenly spread
    record SignIns(
            double perSecond,
            double p50Ms,
            double p99Ms,
            long signIns,
            int connections,
            double argon2idPerSecond,
            double ratioToArgon2id,
            double readsPerSecond,
            double readP50Ms,
            double readP99Ms) {
        static SignIns of(
                BenchLoad.Result in, BenchLoad.Result reads, int connections, double argon2id) {
            return new SignIns(
                    BenchBounds.rounded(in.perSecond()),
                    BenchBounds.rounded(in.percentileMs(50)),
                    BenchBounds.rounded(in.percentileMs(99)),
                    in.exchanges(),
                    connections,
                    BenchBounds.rounded(argon2id),
                    BenchBounds.rounded(in.perSecond() / argon2id),
                    BenchBounds.rounded(reads.perSecond()),
                    BenchBounds.rounded(reads.percentileMs(50)),
                    BenchBounds.rounded(reads.percentileMs(99)));
        }
    }

    /// What a Chromium saw.
    record Browser(String version, List<BenchVisits.Seen> visits) {}

    /// The live heap of the server, each time after a collection of its garbage.
    ///
    /// @param afterEachMiB at the start, after each page, route and kind of search, and at the end
    /// @param requests answered between the first and the last of them
    /// @param slopeMiBPerMillionRequests of the straight line through them: near 0 for a heap that is flat
    record Heap(
            double startMiB,
            double endMiB,
            List<Double> afterEachMiB,
            long requests,
            double slopeMiBPerMillionRequests) {
        /// @param marks the earliest first, two at least
        static Heap of(List<Mark> marks) {
            double start = marks.getFirst().liveBytes() / MIB;
            double end = marks.getLast().liveBytes() / MIB;
            return new Heap(
                    BenchBounds.rounded(start),
                    BenchBounds.rounded(end),
                    marks.stream().map(m -> BenchBounds.rounded(m.liveBytes() / MIB)).toList(),
                    marks.getLast().requests() - marks.getFirst().requests(),
                    BenchBounds.rounded(slope(marks) * 1e6 / MIB));
        }

        /// By least squares, in bytes a request.
        private static double slope(List<Mark> marks) {
            double requests = marks.stream().mapToLong(Mark::requests).average().orElse(0);
            double bytes = marks.stream().mapToLong(Mark::liveBytes).average().orElse(0);
            double both = 0;
            double squares = 0;
            for (Mark mark : marks) {
                both += (mark.requests() - requests) * (mark.liveBytes() - bytes);
                squares += (mark.requests() - requests) * (mark.requests() - requests);
            }
            return both / squares;
        }
    }

    /// The live heap after so many requests.
    record Mark(long requests, long liveBytes) {}

    ConsoleReport(
            Setting setting,
            List<Asked> pages,
            List<Asked> api,
            List<Typed> search,
            SignIns signIns,
            Optional<Browser> browser,
            Heap heap) {
        this(
                setting,
                pages,
                api,
                search,
                SEARCH_BOUND_MS,
                search.stream().allMatch(one -> one.p95Ms() < SEARCH_BOUND_MS),
                signIns,
                browser,
                heap,
                Runtime.getRuntime().availableProcessors(),
                BenchBounds.rounded(
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    String json() {
        return Json.strict().build().pretty(this);
    }

    void print(Terminal terminal) {
        terminal.heading(
                "%,d devices, %d connections, store %s, vault %s"
                        .formatted(
                                setting.devices(),
                                setting.connections(),
                                Words.of(setting.store()),
                                Words.of(setting.vault())));
        terminal.table(table("page", pages));
        terminal.line();
        terminal.table(table("API", api));
        terminal.line();
        printSearch(terminal);
        terminal.line();
        printSignIns(terminal);
        terminal.line();
        browser.ifPresent(seen -> printBrowser(terminal, seen));
        terminal.line(
                "live heap %.1f MiB at the start, %.1f at the end, %.2f MiB a million requests, after %,d requests"
                        .formatted(
                                heap.startMiB(),
                                heap.endMiB(),
                                heap.slopeMiBPerMillionRequests(),
                                heap.requests()));
        terminal.line(
                "import of the devices %.1f s · %d processors, load average %.1f"
                        .formatted(setting.importSeconds(), processors, loadAverage));
    }

    private static TextTable table(String what, List<Asked> all) {
        TextTable table =
                new TextTable(what, "p50 ms", "p99 ms", "a second", "of a fixed body", "octets");
        all.forEach(one ->
                table.row(
                        one.name(),
                        one.p50Ms(),
                        one.p99Ms(),
                        one.perSecond(),
                        "%.2f".formatted(one.ratioToHttpCeiling()),
                        one.answerBytes()));
        return table;
    }

    private void printSearch(Terminal terminal) {
        TextTable table =
                new TextTable("search as one types", "p50 ms", "p95 ms", "p99 ms", "letters");
        search.forEach(one ->
                table.row(one.typed(), one.p50Ms(), one.p95Ms(), one.p99Ms(), one.keystrokes()));
        terminal.table(table);
        String bound = "p95 under %.0f ms".formatted(searchBoundMs);
        if (searchWithinBound) {
            terminal.good(bound);
        } else {
            terminal.bad(bound);
        }
    }

    private void printSignIns(Terminal terminal) {
        terminal.table(
                new TextTable("signing in while others read", "a second", "p50 ms", "p99 ms")
                        .row(
                                "sign-ins on %d connections".formatted(signIns.connections()),
                                signIns.perSecond(),
                                signIns.p50Ms(),
                                signIns.p99Ms())
                        .row(
                                "pages that others read",
                                signIns.readsPerSecond(),
                                signIns.readP50Ms(),
                                signIns.readP99Ms()));
        terminal.line(
                "bare Argon2id %.1f a second: sign-ins are %.2f of it"
                        .formatted(signIns.argon2idPerSecond(), signIns.ratioToArgon2id()));
    }

    private static void printBrowser(Terminal terminal, Browser seen) {
        TextTable table =
                new TextTable(
                        seen.version(),
                        "first paint ms",
                        "largest ms",
                        "html",
                        "css",
                        "js",
                        "other",
                        "requests");
        seen.visits()
                .forEach(one ->
                        table.row(
                                List.of(one.page(), one.line() + " line", one.visit() + " visit")
                                        .stream()
                                        .collect(Collectors.joining(", ")),
                                one.firstContentfulPaintMs(),
                                one.largestContentfulPaintMs(),
                                one.htmlBytes(),
                                one.cssBytes(),
                                one.jsBytes(),
                                one.otherBytes(),
                                one.requests()));
        terminal.table(table);
        terminal.line();
    }
}
