package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        }
    }

    private static PeopleDoor door(Platform platform) {
        TlsMaterial tls =
                new TlsMaterial(
                        platform.pki().issueServer(List.of("localhost")),
                        List.of(platform.pki().authority()));
        return PeopleDoor.open(platform, tls, HttpEvents.NONE, new PeopleRooms(platform).routes());
    }

    @Test
    void findsNoBrowserWhereThereIsNone() {
        assertThat(BenchChromium.find(Map.of())).isEmpty();
        assertThat(BenchChromium.find(Map.of("PATH", folder.toString()))).isEmpty();
    }
}
