package io.lapwing.kms;

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
import java.util.Optional;
import java.util.Set;

/// Where a long piece of work stands, as a row beside what it changes: a restored backup takes both back.
///
/// One process works on it at a time: another one's step is a conflict, and ends the slower of the two.
///
/// @param <T> the position
final class Checkpoint<T> {
    private final Store store;
    private final RowKey key;
    private final Class<T> type;
    private final Json json = Json.strict().build();
    private long version;

    Checkpoint(Store store, String job, Class<T> type) {
        this.store = store;
        this.key = new RowKey("job", Bytes.of(job.getBytes(StandardCharsets.UTF_8)));
        this.type = type;
    }

    /// The position that was saved last.
    Optional<T> load() {
        Optional<Row> row = store.get(key);
        version = row.map(Row::version).orElse(0L);
        return row.map(found -> json.read(found.body(), type));
    }

    void save(T position, AuditEvent event) {
        commit(Optional.of(json.write(position)), event);
    }

    /// Ends the work: the position is forgotten.
    void finish(AuditEvent event) {
        commit(Optional.empty(), event);
        version = 0;
    }

    private void commit(Optional<Bytes> body, AuditEvent event) {
        version =
                switch (store.commit(
                        new Change(key, version, body, Optional.of(Set.of()), event))) {
                    case Commit.Done done -> done.version();
                    case Commit.Conflict _ ->
                            throw new Fault(
                                    Fault.Kind.CONFLICT,
                                    "another process does the same work: let it finish, or stop it"
                                            + " first");
                };
    }
}
