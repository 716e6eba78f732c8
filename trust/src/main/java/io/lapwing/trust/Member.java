package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the procedures of one node share: who it is, its chip, and, once it joined, its master key and the device list.
final class Member {
    private final Parts parts;
    private final DerivingKey masterKey;
    private NodeState.Membership membership;
    private DeviceList list;

    /// What a node is made of.
    record Parts(
            NodeId self, KeyChip chip, Aes aes, RandomGenerator random, NodeSettings settings) {}

    Member(Parts parts, NodeState.Membership membership, DerivingKey masterKey) {
        this.parts = parts;
        this.membership = membership;
        this.masterKey = masterKey;
        list = membership.devices();
    }

    NodeId self() {
        return parts.self();
    }

    KeyChip chip() {
        return parts.chip();
    }

    Aes aes() {
        return parts.aes();
    }

    NodeSettings settings() {
        return parts.settings();
    }

    Nonce nonce() {
        return Nonce.from(parts.random());
    }

    DerivingKey masterKey() {
        return masterKey;
    }

    CentralKeys central() {
        return membership.central();
    }

    DeviceList list() {
        return list;
    }

    NodeState state() {
        return new NodeState(self(), Optional.of(membership));
    }

    Envelope to(NodeId peer, Message message) {
        return new Envelope(self(), peer, message.encode());
    }

    Envelope toCentral(Message message) {
        return to(NodeId.CENTRAL, message);
    }

    /// Takes a list that verifies and is newer.
    ///
    /// @return whether it was
    boolean take(Message.SignedList signed) {
        if (!central()
                .verification()
                .verifies(Message.SignedList.signed(signed.list()), signed.signature())) {
            throw new Fault(
                    Fault.Kind.TAMPERED, "device list is not signed by this Central Entity");
        }
        DeviceList next = DeviceList.parse(signed.list());
        if (next.epoch().equals(list.epoch())) {
            return false;
        }
        if (!next.epoch().isAfter(list.epoch())) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "device list of epoch %s: want one after %s"
                            .formatted(next.epoch(), list.epoch()));
        }
        list = next;
        membership =
                new NodeState.Membership(
                        central(), membership.masterKey(), signed.list(), signed.signature());
        return true;
    }

    /// Refuses what was judged by an older list than this node has, or lets in who is not on the list.
    ///
    /// @param epoch of the list by which the Central Entity judged
    void requireCurrent(Epoch epoch, NodeId peer) {
        if (list.epoch().isAfter(epoch)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "translation of epoch %s: want %s or later, the list changed"
                            .formatted(epoch, list.epoch()));
        }
        if (epoch.equals(list.epoch()) && !list.nodes().contains(peer)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "node " + peer + " is not on the list");
        }
    }

    /// A key that the Central Entity made and wrapped for this node, taken into the chip.
    DerivingKey unwrap(Bytes wrapped, Bytes context) {
        try (Secret wrapping = Session.working(masterKey, context);
                Secret key = aes().unwrap(wrapping, wrapped)) {
            return chip().hold(key).key();
        }
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new Fault(
                    Fault.Kind.TAMPERED, what + " fails its check: forged, or of another run");
        }
    }

    void close() {
        masterKey.close();
    }
}
