package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// The device list in the store: one row, whose epoch rises with every change. Rows of nodes say who is trusted; the list
/// follows them, also after a loss of power between the two.
final class ListKeeper {
    private static final RowKey KEY = new RowKey("trust-list", Bytes.of(0));

    /// Others' changes that are waited out.
    private static final int TRIES = 8;

    private final Store store;
    private final ListSigner signer;
    private final Json json = Json.strict().build();

    ListKeeper(Store store, ListSigner signer) {
        this.store = store;
        this.signer = signer;
    }

    /// @param list encoded
    private record Body(Bytes list, Bytes signature) {}

    DeviceList current() {
        return read().map(body -> DeviceList.parse(body.list())).orElse(DeviceList.NONE);
    }

    /// Whether a node is on the list, or could be.
    boolean hasRoomFor(NodeId node) {
        SortedSet<NodeId> nodes = current().nodes();
        return nodes.contains(node) || nodes.size() < DeviceList.MAX_NODES;
    }

    /// What everyone should have, unless nobody joined yet.
    Optional<Envelope> published() {
        return read().map(body ->
                new Envelope(
                        NodeId.CENTRAL,
                        Envelope.EVERYONE,
                        new Message.SignedList(body.list(), body.signature()).encode()));
    }

    private Optional<Body> read() {
        return store.get(KEY).map(row -> row.read(json, Body.class));
    }

    /// Makes the list's nodes what `change` says; groups lose who is no node any more, and get a new key then.
    ///
    /// @return what to send, if the list changed
    Optional<Envelope> nodes(Instant now, String actor, UnaryOperator<SortedSet<NodeId>> change) {
        return change(
                now,
                actor,
                list -> {
                    SortedSet<NodeId> nodes = change.apply(new TreeSet<>(list.nodes()));
                    return new DeviceList(list.epoch(), nodes, within(list.groups(), nodes));
                });
    }

    private static List<DeviceList.Group> within(
            List<DeviceList.Group> groups, SortedSet<NodeId> nodes) {
        List<DeviceList.Group> kept = new ArrayList<>();
        for (DeviceList.Group group : groups) {
            SortedSet<NodeId> members = new TreeSet<>(group.members());
            members.retainAll(nodes);
            boolean left = members.size() < group.members().size();
            boolean owned = group.owner().equals(NodeId.CENTRAL) || members.contains(group.owner());
            if (!members.isEmpty()) {
                kept.add(
                        new DeviceList.Group(
                                group.id(),
                                left ? group.key().next() : group.key(),
                                owned ? group.owner() : members.first(),
                                members));
            }
        }
        return kept;
    }

    /// Makes the list what `change` says of it, an epoch later.
    Optional<Envelope> change(Instant now, String actor, UnaryOperator<DeviceList> change) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Row> row = store.get(KEY);
            DeviceList seen = current(row);
            DeviceList wanted = change.apply(seen);
            if (wanted.equals(seen)) {
                return Optional.empty();
            }
            var next = new DeviceList(seen.epoch().next(), wanted.nodes(), wanted.groups());
            if (put(now, actor, row, next)) {
                return published();
            }
        }
        throw contended();
    }

    /// The same list an epoch later: whatever nodes keep until it changes, they ask for anew.
    Optional<Envelope> renew(Instant now, String actor) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Row> row = store.get(KEY);
            DeviceList seen = current(row);
            if (put(
                    now,
                    actor,
                    row,
                    new DeviceList(seen.epoch().next(), seen.nodes(), seen.groups()))) {
                return published();
            }
        }
        throw contended();
    }

    private static Fault contended() {
        return new Fault(Fault.Kind.CONFLICT, "the device list is changed by others all the time");
    }

    private DeviceList current(Optional<Row> row) {
        return row.map(found -> DeviceList.parse(found.read(json, Body.class).list()))
                .orElse(DeviceList.NONE);
    }

    private boolean put(Instant now, String actor, Optional<Row> row, DeviceList next) {
        Bytes list = next.encode();
        Bytes signature = signer.sign(Message.SignedList.signed(list));
        var event =
                CentralTrail.done(
                        now,
                        actor,
                        "trust.list",
                        "list",
                        "epoch",
                        next.epoch().toString(),
                        "nodes",
                        Integer.toString(next.nodes().size()),
                        "groups",
                        Integer.toString(next.groups().size()));
        Commit commit =
                store.commit(
                        new Change(
                                KEY,
                                row.map(Row::version).orElse(0L),
                                Optional.of(json.write(new Body(list, signature))),
                                Optional.empty(),
                                event));
        return commit instanceof Commit.Done;
    }
}
