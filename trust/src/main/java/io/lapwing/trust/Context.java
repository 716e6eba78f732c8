package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.oscore.CborWriter;

/// What tags and keys are bound to. Each context begins with a word that no other has, so that nothing made for one purpose
/// passes for another, and names both sides, both nonces and the epoch.
final class Context {
    private Context() {}

    /// One run: who with whom, how, and what makes it fresh on both sides.
    ///
    /// @param n1 the initiator's nonce
    /// @param n2 the responder's
    record Run(Service service, NodeId initiator, NodeId responder, Nonce n1, Nonce n2) {
        private CborWriter begin(String word) {
            return new CborWriter()
                    .text(word)
                    .number(service.code())
                    .number(initiator.value())
                    .number(responder.value())
                    .octets(n1.octets())
                    .octets(n2.octets());
        }

        /// The responder's master key: it answered this initiator.
        Bytes answer() {
            return begin("pair answer").done();
        }

        /// The initiator's master key: it asks for this key.
        Bytes request(Bytes sealed) {
            return begin("pair request").octets(sealed).done();
        }

        /// The responder's master key: the Central Entity vouches for initiator and key.
        Bytes delivery(Epoch epoch, Bytes key) {
            return begin("pair delivery").number(epoch.value()).octets(key).done();
        }

        /// The initiator's master key: the Central Entity vouches for the responder (and the key, where it made it).
        Bytes receipt(Epoch epoch, Bytes key) {
            return begin("pair receipt").number(epoch.value()).octets(key).done();
        }

        /// The initiator's master key: the Central Entity refuses.
        Bytes refusal(int reason) {
            return begin("pair refusal").number(reason).done();
        }

        /// A master key: under what comes of it the Central Entity wraps a key that it made.
        Bytes wrapping(boolean forInitiator) {
            return begin(forInitiator ? "wrap initiator" : "wrap responder").done();
        }

        /// The session key: the initiator has it, for this run.
        Bytes confirmInitiator(Epoch epoch) {
            return begin("confirm initiator").number(epoch.value()).done();
        }

        /// The session key: the responder has it, for this run.
        Bytes confirmResponder(Epoch epoch) {
            return begin("confirm responder").number(epoch.value()).done();
        }

        /// A state key: the sender was in its state when it sent this, the so many-th of the session.
        Bytes reading(Epoch epoch, NodeId sender, long counter, Bytes values) {
            return begin("lapwing reading")
                    .number(epoch.value())
                    .number(sender.value())
                    .number(counter)
                    .octets(values)
                    .done();
        }

        /// The session key: what encrypts in one direction.
        Bytes traffic(Epoch epoch, boolean fromInitiator) {
            return begin(fromInitiator ? "traffic initiator" : "traffic responder")
                    .number(epoch.value())
                    .done();
        }
    }

    /// A member's request for a group's key, and what answers it.
    ///
    /// @param nonce the member's
    record Member(NodeId node, GroupId group, Epoch key, Nonce nonce) {
        private CborWriter begin(String word) {
            return new CborWriter()
                    .text(word)
                    .number(node.value())
                    .number(group.value())
                    .number(key.value())
                    .octets(nonce.octets());
        }

        Bytes ask() {
            return begin("group ask").done();
        }

        /// @param answer the Central Entity's nonce, which the owner's key must answer
        Bytes call(Nonce answer) {
            return begin("group call").octets(answer.octets()).done();
        }

        /// @param called the Central Entity's nonce
        Bytes offer(Nonce called, Bytes sealed) {
            return begin("group offer").octets(called.octets()).octets(sealed).done();
        }

        Bytes delivery(Epoch list, Bytes key) {
            return begin("group key").number(list.value()).octets(key).done();
        }

        Bytes wrapping() {
            return begin("wrap group").done();
        }

        Bytes done() {
            return begin("group done").done();
        }
    }

    /// A member's offer of its state key.
    ///
    /// @param number of its keys
    record Offer(NodeId node, long number, VerificationKey key, Nonce nonce) {
        private CborWriter begin(String word) {
            return new CborWriter()
                    .text(word)
                    .number(node.value())
                    .number(number)
                    .octets(key.point())
                    .octets(nonce.octets());
        }

        Bytes offer(Bytes vouch) {
            return begin("state offer").octets(vouch).done();
        }

        /// The admission key, or the state key before this one: it is a key of a good state.
        Bytes vouch() {
            return begin("lapwing state key").done();
        }

        /// @param held the number of the key that the Central Entity has
        Bytes taken(boolean taken, long held) {
            return begin("state taken").number(taken ? 1 : 0).number(held).done();
        }
    }

    /// A member's question for a node's state key.
    record Question(NodeId asker, NodeId of, Nonce nonce) {
        private CborWriter begin(String word) {
            return new CborWriter()
                    .text(word)
                    .number(asker.value())
                    .number(of.value())
                    .octets(nonce.octets());
        }

        Bytes ask() {
            return begin("state ask").done();
        }

        /// @param key nothing where there is none
        Bytes answer(Epoch list, Bytes key) {
            return begin("state answer").number(list.value()).octets(key).done();
        }
    }

    /// A state key, as [Run#reading]: to a group.
    static Bytes groupReading(GroupId group, Epoch key, NodeId sender, long counter, Bytes values) {
        return new CborWriter()
                .text("lapwing group reading")
                .number(group.value())
                .number(key.value())
                .number(sender.value())
                .number(counter)
                .octets(values)
                .done();
    }

    /// What encrypts from one member to its group.
    static Bytes groupTraffic(GroupId group, Epoch key, NodeId sender) {
        return new CborWriter()
                .text("traffic group")
                .number(group.value())
                .number(key.value())
                .number(sender.value())
                .done();
    }
}
