package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Ccm;
import io.lapwing.crypto.Secret;
import java.util.HashMap;
import java.util.Map;

/// A node's use of a group's key of one epoch. Each sender has a working key and message numbers of its own; that a message
/// is of this sender and not of another member, a shared key cannot show.
///
/// Not safe for use by many threads.
public final class GroupSession implements AutoCloseable {
    private final GroupId group;
    private final Epoch epoch;
    private final NodeId self;
    private final DerivingKey key;
    private final Ccm ccm;
    private final Map<NodeId, Long> received = new HashMap<>();
    private long sent;

    GroupSession(Aes aes, GroupId group, Epoch epoch, NodeId self, DerivingKey key) {
        this.group = group;
        this.epoch = epoch;
        this.self = self;
        this.key = key;
        ccm = Ccm.of16x64(aes);
    }

    public GroupId group() {
        return group;
    }

    /// The epoch of the group's key.
    public Epoch epoch() {
        return epoch;
    }

    DerivingKey key() {
        return key;
    }

    Message.GroupData seal(Bytes data) {
        long counter = Session.next(sent, "group " + group);
        sent = counter;
        try (Secret working = working(self)) {
            return new Message.GroupData(
                    group,
                    epoch,
                    counter,
                    ccm.seal(working, Session.nonce(counter), Bytes.EMPTY, data));
        }
    }

    Bytes open(NodeId sender, Message.GroupData message) {
        long last = received.getOrDefault(sender, 0L);
        if (message.counter() <= last) {
            throw Session.replayed(message.counter(), last);
        }
        try (Secret working = working(sender)) {
            Bytes data =
                    ccm.open(
                            working,
                            Session.nonce(message.counter()),
                            Bytes.EMPTY,
                            message.sealed());
            received.put(sender, message.counter());
            return data;
        }
    }

    private Secret working(NodeId sender) {
        return Session.working(key, Context.groupTraffic(group, epoch, sender));
    }

    @Override
    public void close() {
        key.close();
    }
}
