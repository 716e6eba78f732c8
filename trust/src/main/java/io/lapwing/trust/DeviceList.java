package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who is trusted, as of an epoch: what the Central Entity signs and every node holds.
///
/// @param epoch rises with every change
/// @param nodes in rising order
/// @param groups in rising order of their numbers
public record DeviceList(Epoch epoch, SortedSet<NodeId> nodes, List<Group> groups) {
    /// The most nodes, so that a list is one message.
    public static final int MAX_NODES = 1_500;

    /// The most groups.
    public static final int MAX_GROUPS = 64;

    /// Before the first.
    static final DeviceList NONE = new DeviceList(Epoch.NONE, new TreeSet<>(), List.of());

    private static final long LARGEST_NUMBER = 0xFFFF_FFFEL;

    /// Nodes that share a key.
    ///
    /// @param key the epoch of its key: a key of an earlier one is not used any more
    /// @param owner whose chip makes the key; [NodeId#CENTRAL] where the Central Entity does
    /// @param members in rising order; the owner is one unless it is the Central Entity
    public record Group(GroupId id, Epoch key, NodeId owner, SortedSet<NodeId> members) {
        public Group {
            members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
            if (!owner.equals(NodeId.CENTRAL) && !members.contains(owner)) {
                throw Fault.badInput(
                        "group " + id + " without its owner " + owner + ": want it as a member");
            }
        }
    }

    public DeviceList {
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
        groups = List.copyOf(groups);
        if (nodes.size() > MAX_NODES || groups.size() > MAX_GROUPS) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "list of %d nodes and %d groups: want at most %d and %d"
                            .formatted(nodes.size(), groups.size(), MAX_NODES, MAX_GROUPS));
        }
    }

    public Optional<Group> group(GroupId id) {
        return groups.stream().filter(group -> group.id().equals(id)).findFirst();
    }

    /// Epoch, numbers of nodes as steps from one to the next, groups with theirs: CBOR, one form.
    Bytes encode() {
        CborWriter out = new CborWriter().number(epoch.value());
        numbers(out, nodes);
        out.array(groups.size());
        for (Group group : groups) {
            out.number(group.id().value())
                    .number(group.key().value())
                    .number(group.owner().value());
            numbers(out, group.members());
        }
        return out.done();
    }

    private static void numbers(CborWriter out, SortedSet<NodeId> nodes) {
        out.array(nodes.size());
        long last = 0;
        for (NodeId node : nodes) {
            out.number(node.value() - last);
            last = node.value();
        }
    }

    static DeviceList parse(Bytes encoded) {
        var in = new CborReader(encoded);
        Epoch epoch = new Epoch(in.number("epoch of a list", LARGEST_NUMBER));
        SortedSet<NodeId> nodes = numbers(in, "nodes");
        int count = in.array("groups", MAX_GROUPS);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Group group =
                    new Group(
                            new GroupId((int) in.number("group", 0xFFFF)),
                            new Epoch(in.number("epoch of a group", LARGEST_NUMBER)),
                            new NodeId(in.number("owner", LARGEST_NUMBER)),
                            numbers(in, "members"));
            if (!groups.isEmpty() && groups.getLast().id().compareTo(group.id()) >= 0) {
                throw Fault.badInput("groups out of order: want rising numbers");
            }
            groups.add(group);
        }
        in.end();
        return new DeviceList(epoch, nodes, groups);
    }

    private static SortedSet<NodeId> numbers(CborReader in, String what) {
        int count = in.array(what, MAX_NODES);
        SortedSet<NodeId> nodes = new TreeSet<>();
        long last = 0;
        for (int i = 0; i < count; i++) {
            long step = in.number(what, LARGEST_NUMBER);
            if (step == 0 || last + step > LARGEST_NUMBER) {
                throw Fault.badInput(what + " out of order: want rising numbers");
            }
            last += step;
            nodes.add(new NodeId(last));
        }
        return nodes;
    }
}
