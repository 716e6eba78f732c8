package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// Events as JSON, the same for webhooks and brokers.
public final class EventJson {
    private final Json json = Json.strict().build();

    private record One(
            String id,
            long index,
            Instant at,
            String type,
            String actor,
            String object,
            SortedMap<String, String> details) {
        static One of(Event event) {
            return new One(
                    event.id(),
                    event.index(),
                    event.at(),
                    event.type().word(),
                    event.actor(),
                    event.object(),
                    event.details());
        }
    }

    private record Delivery(String id, List<One> events) {}

    /// One event as an object: `id`, `index`, `at` (ISO 8601), `type`, `actor`, `object`, `details`.
    public Bytes of(Event event) {
        return json.write(One.of(event));
    }

    /// A delivery: an object with its `id` and `events`.
    Bytes delivery(String id, List<Event> events) {
        return json.write(new Delivery(id, events.stream().map(One::of).toList()));
    }
}
