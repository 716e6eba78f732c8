package io.lapwing.service.mqtt;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Up to where of one audit log the broker was told, as a row.
final class MqttPosition {
    private static final String KIND = "mqtt";

    private final Store store;
    private final RowKey key;
    private final Json json = Json.strict().build();
    private long version;

    MqttPosition(Store store) {
        this.store = store;
        byte[] log = store.audit().name().getBytes(StandardCharsets.US_ASCII);
        key = new RowKey(KIND, Bytes.of(log));
    }

    private record Position(long index) {}

    /// The position that was saved last; empty at the first time.
    Optional<Long> load() {
        Optional<Row> row = store.get(key);
        version = row.map(Row::version).orElse(0L);
        return row.map(found -> json.read(found.body(), Position.class).index());
    }

    void save(long after, long index) {
        AuditEvent event =
                new AuditEvent(
                        Instant.now(),
                        "system:mqtt",
                        "mqtt.deliver",
                        "broker",
                        "done",
                        new TreeMap<>(
                                Map.of("after", Long.toString(after), "to", Long.toString(index))));
        Bytes body = json.write(new Position(index));
        Commit commit =
                store.commit(new Change(key, version, Optional.of(body), Optional.empty(), event));
        version =
                switch (commit) {
                    case Commit.Done done -> done.version();
                    case Commit.Conflict _ ->
                            throw new Fault(
                                    Fault.Kind.CONFLICT,
                                    "another process publishes the events of this log: stop one");
                };
    }
}
