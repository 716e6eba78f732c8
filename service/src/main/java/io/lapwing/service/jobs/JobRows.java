package io.lapwing.service.jobs;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Jobs as rows; each change of one is in the audit log.
final class JobRows {
    /// `job` is the kind of rows that say where restartable work stands.
    private static final String KIND = "job-state";

    private static final int PAGE = 500;

    private final Store store;
    private final InstantSource clock;
    private final Json json = Json.strict().build();

    JobRows(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A job as it was read.
    record Stored(Job job, long version) {}

    private static RowKey key(String id) {
        return new RowKey(KIND, Bytes.of(id.getBytes(StandardCharsets.US_ASCII)));
    }

    Optional<Stored> find(String id) {
        return id.matches("[0-9a-f]{1,64}")
                ? store.get(key(id)).map(this::stored)
                : Optional.empty();
    }

    /// All, oldest first.
    List<Stored> all() {
        List<Stored> all = new ArrayList<>();
        List<Row> page = store.scan(KIND, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(row -> all.add(stored(row)));
            page = store.scan(KIND, Optional.of(page.getLast().key().key()), PAGE);
        }
        return all;
    }

    private Stored stored(Row row) {
        return new Stored(row.read(json, Job.class), row.version());
    }

    /// @param expected 0 for a new one
    Stored save(Job job, long expected, String actor, String action) {
        return new Stored(job, commit(job, expected, Optional.of(json.write(job)), actor, action));
    }

    void forget(Stored stored) {
        var _ =
                commit(
                        stored.job(),
                        stored.version(),
                        Optional.empty(),
                        "system:jobs",
                        "job.forget");
    }

    private long commit(Job job, long expected, Optional<Bytes> body, String actor, String action) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("kind", job.kind());
        details.put("done", Long.toString(job.done()));
        job.total().ifPresent(total -> details.put("total", Long.toString(total)));
        if (job.failed() > 0) {
            details.put("failed", Long.toString(job.failed()));
        }
        AuditEvent event =
                new AuditEvent(
                        clock.instant(), actor, action, job.id(), job.state().word(), details);
        return switch (store.commit(
                new Change(key(job.id()), expected, body, Optional.empty(), event))) {
            case Commit.Done done -> done.version();
            case Commit.Conflict _ ->
                    throw new Fault(
                            Fault.Kind.CONFLICT,
                            "job " + job.id() + " was changed by another process: read it again");
        };
    }
}
