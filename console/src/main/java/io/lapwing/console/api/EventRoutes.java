package io.lapwing.console.api;

import io.lapwing.console.EventDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What happens, as it happens: server-sent events (WHATWG HTML §9.2).
final class EventRoutes {
    /// How often a quiet stream shows that it lives.
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /// How many streams one caller has at once.
    static final int STREAMS_OF_ONE = 4;

    /// A stream ends then, and its reader comes back with `Last-Event-ID`: who may no longer, does not get in again.
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int BATCH = 256;

    private final EventDesk desk;
    private final Duration heartbeat;
    private final Duration life;
    private final ConcurrentMap<String, Integer> streams = new ConcurrentHashMap<>();

    EventRoutes(EventDesk desk) {
        this(desk, HEARTBEAT, LIFE);
    }

    EventRoutes(EventDesk desk, Duration heartbeat, Duration life) {
        this.desk = desk;
        this.heartbeat = heartbeat;
        this.life = life;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                        "/events",
                        Permission.EVENTS_READ,
                        new Operation.Gives.Stream(Set.of(Response.EVENTS)),
                        this::open));
    }

    private Response open(Call call) {
        long from = start(call.header("Last-Event-ID"));
        String caller = call.who().toString();
        boolean[] taken = new boolean[1];
        streams.compute(
                caller,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    taken[0] = now < STREAMS_OF_ONE;
                    return taken[0] ? now + 1 : now;
                });
        if (!taken[0]) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "event streams: you have " + STREAMS_OF_ONE + " already; end one of them");
        }
        return Response.events(out -> run(call, from, out));
    }

    /// From where on: after the last event that the reader saw, else from now.
    private long start(Optional<String> lastEventId) {
        return lastEventId
                .filter(id -> !id.isBlank())
                .map(id -> Call.number("Last-Event-ID", id, -1, Long.MAX_VALUE))
                .orElseGet(desk::newest);
    }

    private void run(Call call, long from, OutputStream out) throws IOException {
        try {
            send(out, ": Lapwing\nretry: 1000\n\n");
            follow(call, from, out);
        } catch (InterruptedException _) {
            // the server ends: so does the stream, and its reader comes back
            Thread.currentThread().interrupt();
        } finally {
            streams.computeIfPresent(
                    call.who().toString(), (_, count) -> count > 1 ? count - 1 : null);
        }
    }

    private void follow(Call call, long from, OutputStream out)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + life.toNanos();
        long at = from;
        while (System.nanoTime() - end < 0) {
            EventDesk.Batch batch = desk.after(call.who(), at, BATCH);
            send(batch.events(), out);
            if (batch.last() > at) {
                at = batch.last();
                continue;
            }
            desk.await(at, heartbeat);
            if (desk.newest() <= at) {
                send(out, ": still here\n\n");
            }
        }
    }

    private static void send(List<EventDesk.EventView> events, OutputStream out)
            throws IOException {
        for (int i = 0; i < events.size(); i++) {
            boolean last =
                    i + 1 == events.size() || events.get(i + 1).index() != events.get(i).index();
            send(out, text(events.get(i), last));
        }
    }

    /// Its identifier is what a reader comes back with: of two events of one audit record only the second shall have it.
    private static String text(EventDesk.EventView event, boolean whole) {
        return "%sevent: %s\ndata: %s\n\n"
                .formatted(
                        whole ? "id: " + event.index() + "\n" : "",
                        event.type().replaceAll("[\\r\\n]", " "),
                        new String(Answers.JSON.write(event).toArray(), StandardCharsets.UTF_8));
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
