package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborWriter;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Nodes in the store: one row each.
final class NodeRows {
    static final String KIND = "trust-node";

    private static final int PAGE = 256;

    private final Store store;
    private final KeyGuard guard;
    private final Json json = Json.strict().build();

    NodeRows(Store store, KeyGuard guard) {
        this.store = store;
        this.guard = guard;
    }

    /// @param version 0 where there is no row
    record Stored(NodeId node, Optional<NodeRow> row, long version) {}

    private record Binding(String what, NodeId node) {
        Bytes octets() {
            return new CborWriter().text("trust " + what).number(node.value()).done();
        }
    }

    Stored get(NodeId node) {
        Optional<Row> row = store.get(key(node));
        return new Stored(node, row.map(this::read), row.map(Row::version).orElse(0L));
    }

    private NodeRow read(Row row) {
        return row.read(json, NodeRow.class);
    }

    private static RowKey key(NodeId node) {
        return new RowKey(KIND, node.octets());
    }

    /// A member that speaks this profile.
    Optional<NodeRow> trusted(NodeId node, Profile profile) {
        return get(node).row().filter(row -> row.trusted(profile));
    }

    /// Changes a row.
    ///
    /// @return false when the row is another by now
    boolean put(Stored seen, NodeRow next, AuditEvent event) {
        Commit commit =
                store.commit(
                        new Change(
                                key(seen.node()),
                                seen.version(),
                                Optional.of(json.write(next)),
                                Optional.empty(),
                                event));
        return commit instanceof Commit.Done;
    }

    /// All nodes, in the order of their numbers.
    List<Stored> all() {
        List<Stored> all = new ArrayList<>();
        Optional<Bytes> after = Optional.empty();
        List<Row> page;
        do {
            page = store.scan(KIND, after, PAGE);
            for (Row row : page) {
                Bytes key = row.key().key();
                long number = 0;
                for (int i = 0; i < key.length(); i++) {
                    number = (number << 8) | key.at(i);
                }
                all.add(new Stored(new NodeId(number), Optional.of(read(row)), row.version()));
                after = Optional.of(key);
            }
        } while (page.size() == PAGE);
        return all;
    }

    Bytes wrapAccessKey(NodeId node, AccessKey key) {
        return guard.wrap(new Binding("access key", node).octets(), key.secret());
    }

    AccessKey accessKey(NodeId node, NodeRow row) {
        return new AccessKey(
                guard.unwrap(
                        new Binding("access key", node).octets(),
                        NodeRow.present(row.accessKey())));
    }

    Bytes wrapMasterKey(NodeId node, Secret key) {
        return guard.wrap(new Binding("master key", node).octets(), key);
    }

    Bytes wrapAdmission(NodeId node, Secret key) {
        return guard.wrap(new Binding("admission key", node).octets(), key);
    }

    SoftwareKey admission(NodeId node, Bytes wrapped) {
        return new SoftwareKey(guard.unwrap(new Binding("admission key", node).octets(), wrapped));
    }

    SoftwareKey masterKey(NodeId node, NodeRow row) {
        return new SoftwareKey(
                guard.unwrap(
                        new Binding("master key", node).octets(),
                        NodeRow.present(row.masterKey())));
    }

    long record(AuditEvent event) {
        return store.record(event);
    }

    static Fault contended(NodeId node) {
        return new Fault(
                Fault.Kind.CONFLICT, "node " + node + " is changed by others all the time");
    }
}
