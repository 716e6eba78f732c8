package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debian's Chromium looks at the way in.
class BenchVisitsTest {
    @TempDir Path folder;

    @Test
    void weighsAPageAndSeesItsFirstPaint() {
        Path program =
                BenchChromium.find(Map.of("PATH", "/nowhere:/usr/bin"))
                        .orElseThrow(() -> new AssertionError("apt-get install chromium"));
        try (Platform platform =
                        Platform.open(
                                new DataFolder(folder.resolve("data")),
                                RunningPlatform.embedded(),
                                Map.of());
                PeopleDoor door = door(platform);
                BenchChromium chromium =
                        BenchChromium.start(program, folder, platform.pki().authority())) {
            BenchVisits visits = new BenchVisits(chromium.tools(), door.origin(), Optional.empty());

            List<BenchVisits.Seen> seen =
                    visits.visit("sign-in", "/sign-in", BenchVisits.Line.LOCAL, 1);

            BenchVisits.Seen first = seen.getFirst();
            BenchVisits.Seen next = seen.getLast();
            assertThat(visits.version()).contains("Chrome/");
            assertThat(List.of(first.visit(), next.visit())).containsExactly("first", "next");
            assertThat(first.firstContentfulPaintMs()).isPositive();
            assertThat(first.largestContentfulPaintMs())
                    .isGreaterThanOrEqualTo(first.firstContentfulPaintMs());
            assertThat(first.cssBytes()).isBetween(1_000L, 20_000L);
            assertThat(first.jsBytes()).isBetween(10_000L, 40_000L);
            assertThat(next.htmlBytes()).isBetween(500L, 20_000L);
            assertThat(List.of(next.cssBytes(), next.jsBytes(), next.otherBytes()))
                    .containsOnly(0L);
            assertThat(next.requests()).isEqualTo(1);

            BenchVisits.Seen following =
                    visits.visit("follows", "/follows", BenchVisits.Line.LOCAL, 1).getFirst();
            assertThat(following.jsBytes()).as("whole, although its stream goes on").isPositive();
        }
    }

    /// A page that follows what happens until it is left.
    private static List<Route> following() {
        return List.of(
                Route.get(
                        "/follows",
                        Access.open(),
                        _ ->
                                html(
                                        "<!doctype html><title>Follows</title><h1>Follows</h1><script"
                                                + " src=/follows.js></script>")),
                Route.get(
                        "/follows.js",
                        Access.open(),
                        _ -> octets("text/javascript", "new EventSource('/happens')")),
                Route.get(
                        "/happens",
                        Access.open(),
                        _ ->
                                Response.events(out -> {
                                    while (true) {
                                        out.write(
                                                "data: x\n\n".getBytes(StandardCharsets.US_ASCII));
                                        out.flush();
                                        LockSupport.parkNanos(10_000_000);
                                    }
                                })));
    }

    private static Response html(String text) {
        return octets("text/html; charset=utf-8", text)
                .with("Content-Security-Policy", "default-src 'self'");
    }

    private static Response octets(String type, String text) {
        return Response.ok(type, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static PeopleDoor door(Platform platform) {
        TlsMaterial tls =
                new TlsMaterial(
                        platform.pki().issueServer(List.of("localhost")),
                        List.of(platform.pki().authority()));
        List<Route> routes = new ArrayList<>(following());
        routes.addAll(new PeopleRooms(platform).routes());
        return PeopleDoor.open(platform, tls, HttpEvents.NONE, routes);
    }

    @Test
    void findsNoBrowserWhereThereIsNone() {
        assertThat(BenchChromium.find(Map.of())).isEmpty();
        assertThat(BenchChromium.find(Map.of("PATH", folder.toString()))).isEmpty();
    }
}
