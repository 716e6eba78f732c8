package io.lapwing.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private ApiBed bed;
    private Principal owner;

    @BeforeEach
    void open() {
        bed = new ApiBed();
        owner = bed.someone(Role.OWNER, Scope.ofOwner("acme"));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static BufferedReader lines(HttpResponse<InputStream> stream) {
        return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }

    /// Reads on until a line begins so.
    private static String until(BufferedReader lines, String beginning) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void tellsWhatHappensFromNowOn() throws Exception {
        bed.work.event("join.accepted", "acme");
        HttpResponse<InputStream> stream = bed.open(owner, "/events", Map.of());
        try (BufferedReader lines = lines(stream)) {
            until(lines, "retry:");

            bed.work.event("device.suspended", "acme");

            assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(until(lines, "id:")).isEqualTo("id: 1");
            assertThat(lines.readLine()).isEqualTo("event: device.suspended");
            assertThat(lines.readLine()).contains("\"owner\":\"acme\"");
        }
    }

    @Test
    void goesOnAfterTheLastEventThatWasSeen() throws Exception {
        bed.work.event("join.accepted", "acme");
        bed.work.event("join.accepted", "other");
        bed.work.event("join.refused", "acme");

        try (BufferedReader lines =
                lines(bed.open(owner, "/events", Map.of("Last-Event-ID", "0")))) {
            assertThat(until(lines, "id:")).isEqualTo("id: 2");
        }
    }

    @Test
    void keepsForeignEventsToItself() throws Exception {
        try (BufferedReader lines =
                lines(bed.open(owner, "/events", Map.of("Last-Event-ID", "-1")))) {
            bed.work.event("join.accepted", "other");
            bed.work.event("join.accepted", "acme");

            assertThat(until(lines, "id:")).isEqualTo("id: 1");
        }
    }

    @Test
    void showsThatAQuietStreamLives() throws Exception {
        try (BufferedReader lines = lines(bed.open(owner, "/events", Map.of()))) {
            assertThat(until(lines, ": still")).isEqualTo(": still here");
        }
    }

    @Test
    void boundsHowManyStreamsOneCallerHas() throws Exception {
        List<BufferedReader> open = new ArrayList<>();
        for (int i = 0; i < EventRoutes.STREAMS_OF_ONE; i++) {
            open.add(lines(bed.open(owner, "/events", Map.of())));
        }

        HttpResponse<InputStream> over = bed.open(owner, "/events", Map.of());
        HttpResponse<InputStream> other = bed.open(bed.operator(), "/events", Map.of());

        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(other.statusCode()).isEqualTo(200);
        open.add(lines(other));
        for (BufferedReader one : open) {
            one.close();
        }
    }

    @Test
    void endsAStreamInTimeAndTakesItsReaderBack() throws Exception {
        try (BufferedReader lines = lines(bed.open(owner, "/events", Map.of()))) {
            String last = until(lines, "never");

            assertThat(last).isEqualTo("null");
        }
        assertThat(bed.open(owner, "/events", Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesALastEventThatIsNoNumber() throws Exception {
        assertThat(bed.open(owner, "/events", Map.of("Last-Event-ID", "x")).statusCode())
                .isEqualTo(400);
    }
}
