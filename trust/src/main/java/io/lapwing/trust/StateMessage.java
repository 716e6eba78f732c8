package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.oscore.CborReader;

/// The messages by which a node's state is proven: its key is made known to the Central Entity, and by that to others; then
/// come readings.
sealed interface StateMessage extends Message {
    /// Member to Central Entity: this key signs in my state alone.
    ///
    /// @param number of the member's keys, rising: an older one does not come back
    /// @param vouch that the state is a good one: a tag under the admission key for the first key, a signature by the key
    ///     before it for each other, nothing for a key that is enrolled already
    record StateOffer(long number, VerificationKey key, Nonce nonce, Bytes vouch, Tag tag)
            implements StateMessage {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.STATE_OFFER)
                    .number(number)
                    .raw(key.point())
                    .raw(nonce.octets())
                    .octets(vouch)
                    .raw(tag.octets())
                    .done();
        }

        static StateOffer read(CborReader in) {
            return new StateOffer(
                    in.number("number of a key", MessageCode.LARGEST_NUMBER),
                    new VerificationKey(in.take("key", StorageKey.LENGTH_BYTES)),
                    MessageCode.nonce(in),
                    in.octets("vouch", 0, VerificationKey.SIGNATURE_BYTES),
                    MessageCode.tag(in));
        }
    }

    /// Central Entity to member.
    ///
    /// @param taken whether it has this key; else a later number is needed, or somebody who vouches for it
    /// @param number of the key that it has, 0 for none
    record StateTaken(boolean taken, long number, Tag tag) implements StateMessage {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.STATE_TAKEN)
                    .number(taken ? 1 : 0)
                    .number(number)
                    .raw(tag.octets())
                    .done();
        }

        static StateTaken read(CborReader in) {
            return new StateTaken(
                    in.number("taken", 1) == 1,
                    in.number("number of a key", MessageCode.LARGEST_NUMBER),
                    MessageCode.tag(in));
        }
    }

    /// Member to Central Entity: what is the key of that node?
    record StateAsk(NodeId of, Nonce nonce, Tag tag) implements StateMessage {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.STATE_ASK)
                    .number(of.value())
                    .raw(nonce.octets())
                    .raw(tag.octets())
                    .done();
        }

        static StateAsk read(CborReader in) {
            return new StateAsk(MessageCode.node(in), MessageCode.nonce(in), MessageCode.tag(in));
        }
    }

    /// Central Entity to member.
    ///
    /// @param epoch of the list by which it judged
    /// @param key a compressed point, or nothing where the node has none or is not trusted
    record StateAnswer(NodeId of, Epoch epoch, Bytes key, Tag tag) implements StateMessage {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.STATE_ANSWER)
                    .number(of.value())
                    .number(epoch.value())
                    .octets(key)
                    .raw(tag.octets())
                    .done();
        }

        static StateAnswer read(CborReader in) {
            return new StateAnswer(
                    MessageCode.node(in),
                    MessageCode.epoch(in),
                    in.octets("key", 0, StorageKey.LENGTH_BYTES),
                    MessageCode.tag(in));
        }
    }

    /// A reading under a session key: values and signature, encrypted. Its number is one of the session's data.
    record Read(long counter, Bytes sealed) implements StateMessage {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.READING).number(counter).octets(sealed).done();
        }
    }

    /// A reading under a group's key.
    record GroupRead(GroupId group, Epoch key, long counter, Bytes sealed) implements StateMessage {
        @Override
        public Bytes encode() {
            return MessageCode.group(MessageCode.GROUP_READING, group, key)
                    .number(counter)
                    .octets(sealed)
                    .done();
        }
    }
}
