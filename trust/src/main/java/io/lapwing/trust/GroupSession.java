package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Ccm;
import io.lapwing.crypto.Secret;
import java.util.HashMap;
import java.util.Map;

/// A node's use of a group's key of one epoch. Each sender has a working key and message numbers of its own; that a message
/// is of this sender and not of another member, a shared key cannot show: a proven [Reading] does.
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
        return new Message.GroupData(group, epoch, counter, seal(counter, Bytes.EMPTY, data));
    }

    /// @throws io.lapwing.crypto.Fault what [StateKey#sign] throws: nothing is sent then
    StateMessage.GroupRead seal(Reading reading, StateKey state) {
        long counter = Session.next(sent, "group " + group);
        Bytes plain =
                Claim.write(
                        reading,
                        values -> Context.groupReading(group, epoch, self, counter, values),
                        state);
        sent = counter;
        return new StateMessage.GroupRead(
                group, epoch, counter, seal(counter, Session.READING, plain));
    }

    private Bytes seal(long counter, Bytes associated, Bytes plain) {
        try (Secret working = working(self)) {
            return ccm.seal(working, Session.nonce(counter), associated, plain);
        }
    }

    Bytes open(NodeId sender, Message.GroupData message) {
        return open(sender, message.counter(), Bytes.EMPTY, message.sealed());
    }

    Claim open(NodeId sender, StateMessage.GroupRead message) {
        long counter = message.counter();
        return Claim.read(
                sender,
                open(sender, counter, Session.READING, message.sealed()),
                values -> Context.groupReading(group, epoch, sender, counter, values));
    }

    private Bytes open(NodeId sender, long counter, Bytes associated, Bytes sealed) {
        long last = received.getOrDefault(sender, 0L);
        if (counter <= last) {
            throw Session.replayed(counter, last);
        }
        try (Secret working = working(sender)) {
            Bytes plain = ccm.open(working, Session.nonce(counter), associated, sealed);
            received.put(sender, counter);
            return plain;
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
