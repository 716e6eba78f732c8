package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;

/// What nodes and Central Entity of profile `lapwing` say to each other: one octet that says which, then CBOR.
/// `docs/protocols/trust.md` has them side by side. Who speaks to whom is the envelope's; what binds both is in the tags.
sealed interface Message
        permits Message.Join,
                Message.SignedList,
                Message.ListAsk,
                Message.Hello,
                Message.HelloAnswer,
                Message.Translate,
                Message.Delivered,
                Message.Ticket,
                Message.Presented,
                Message.Accepted,
                Message.Confirm,
                Message.Refused,
                Message.GroupAsk,
                Message.GroupCall,
                Message.GroupOffer,
                Message.GroupKey,
                Message.GroupDone,
                Message.Data,
                Message.GroupData,
                StateMessage {
    /// The longest part of a message that is carried for another side.
    int LARGEST_KEY_BYTES = SealedKey.LARGEST_BYTES;

    /// The encoded message.
    Bytes encode();

    /// An EDHOC message, 1 to 4.
    record Join(int step, Bytes edhoc) implements Message {
        static final int LARGEST_BYTES = 255;

        @Override
        public Bytes encode() {
            return Bytes.concat(Bytes.of(step), edhoc);
        }
    }

    /// The device list.
    record SignedList(Bytes list, Bytes signature) implements Message {
        @Override
        public Bytes encode() {
            return Bytes.concat(Bytes.of(MessageCode.LIST), list, signature);
        }

        /// Binds a signature to its purpose.
        static Bytes signed(Bytes list) {
            return new CborWriter().text("lapwing device list").octets(list).done();
        }
    }

    /// A node asks for the list, which it has of this epoch.
    record ListAsk(Epoch held) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.LIST_ASK).number(held.value()).done();
        }
    }

    /// Initiator to responder.
    record Hello(Service service, Nonce n1) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.HELLO)
                    .number(service.code())
                    .raw(n1.octets())
                    .done();
        }
    }

    /// Responder to initiator.
    ///
    /// @param answer under the responder's master key
    record HelloAnswer(Nonce n2, Tag answer) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.HELLO_ANSWER)
                    .raw(n2.octets())
                    .raw(answer.octets())
                    .done();
        }
    }

    /// Initiator to Central Entity.
    ///
    /// @param key sealed to the Central Entity; empty where that makes the key
    /// @param request under the initiator's master key
    record Translate(
            Service service,
            NodeId responder,
            Nonce n1,
            Nonce n2,
            Tag answer,
            Bytes key,
            Tag request)
            implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.TRANSLATE)
                    .number(service.code())
                    .number(responder.value())
                    .raw(n1.octets())
                    .raw(n2.octets())
                    .raw(answer.octets())
                    .octets(key)
                    .raw(request.octets())
                    .done();
        }
    }

    /// The initiator's part of a translation.
    ///
    /// @param key wrapped for the initiator; empty where it made the key
    record Receipt(Bytes key, Tag tag) {
        void write(CborWriter out) {
            out.octets(key).raw(tag.octets());
        }

        static Receipt read(CborReader in) {
            return new Receipt(in.octets("key", 0, LARGEST_KEY_BYTES), MessageCode.tag(in));
        }
    }

    /// The responder's part of a translation.
    ///
    /// @param epoch of the list by which the Central Entity judged
    /// @param key sealed or wrapped for the responder
    record Delivery(Epoch epoch, Bytes key, Tag tag) {
        void write(CborWriter out) {
            out.number(epoch.value()).octets(key).raw(tag.octets());
        }

        Delivery with(Bytes other) {
            return new Delivery(epoch, other, tag);
        }

        static Delivery read(CborReader in) {
            return new Delivery(
                    new Epoch(in.number("epoch", 0xFFFF_FFFFL)),
                    in.octets("key", 1, LARGEST_KEY_BYTES),
                    MessageCode.tag(in));
        }
    }

    /// Central Entity to responder, direct.
    record Delivered(NodeId initiator, Delivery delivery, Receipt receipt) implements Message {
        @Override
        public Bytes encode() {
            CborWriter out = MessageCode.begin(MessageCode.DELIVERED).number(initiator.value());
            delivery.write(out);
            receipt.write(out);
            return out.done();
        }
    }

    /// Central Entity to initiator, indirect: the delivery is the ticket.
    ///
    /// @param shared how many octets the delivery's key begins with that are those of the request's too, and left out here:
    ///     0, or [#FEWEST_SHARED_BYTES] and more (a TPM's keys begin with what is the same for every parent)
    record Ticket(NodeId responder, int shared, Delivery delivery, Receipt receipt)
            implements Message {
        static final int FEWEST_SHARED_BYTES = 8;

        /// A ticket with the delivery's key as short as it can be.
        ///
        /// @param request the key as the initiator sent it
        static Ticket of(NodeId responder, Bytes request, Delivery delivery, Receipt receipt) {
            Bytes key = delivery.key();
            int shared = 0;
            while (shared < Math.min(request.length(), key.length() - 1)
                    && request.at(shared) == key.at(shared)) {
                shared++;
            }
            int left = shared < FEWEST_SHARED_BYTES ? 0 : shared;
            return new Ticket(
                    responder, left, delivery.with(key.slice(left, key.length())), receipt);
        }

        /// The whole delivery.
        ///
        /// @param request the key as the initiator sent it
        /// @throws Fault `BAD_INPUT` when less was sent than it says
        Delivery whole(Bytes request) {
            if (shared > request.length()) {
                throw Fault.badInput(
                        "ticket shares %d octets with a request of %d: want no more"
                                .formatted(shared, request.length()));
            }
            return delivery.with(Bytes.concat(request.slice(0, shared), delivery.key()));
        }

        @Override
        public Bytes encode() {
            CborWriter out =
                    MessageCode.begin(shared == 0 ? MessageCode.TICKET : MessageCode.TICKET_REST)
                            .number(responder.value());
            if (shared > 0) {
                out.number(shared);
            }
            delivery.write(out);
            receipt.write(out);
            return out.done();
        }
    }

    /// Initiator to responder, indirect.
    record Presented(Delivery delivery, Tag confirmation) implements Message {
        @Override
        public Bytes encode() {
            CborWriter out = MessageCode.begin(MessageCode.PRESENTED);
            delivery.write(out);
            return out.raw(confirmation.octets()).done();
        }
    }

    /// Responder to initiator, direct.
    record Accepted(Epoch epoch, Receipt receipt, Tag confirmation) implements Message {
        @Override
        public Bytes encode() {
            CborWriter out = MessageCode.begin(MessageCode.ACCEPTED).number(epoch.value());
            receipt.write(out);
            return out.raw(confirmation.octets()).done();
        }
    }

    /// The last word of the initiator (direct) or the responder (indirect).
    record Confirm(boolean byInitiator, Tag confirmation) implements Message {
        @Override
        public Bytes encode() {
            int code = byInitiator ? MessageCode.CONFIRM_INITIATOR : MessageCode.CONFIRM_RESPONDER;
            return MessageCode.begin(code).raw(confirmation.octets()).done();
        }
    }

    /// Central Entity to initiator: no.
    record Refused(NodeId responder, int reason, Tag tag) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.REFUSED)
                    .number(responder.value())
                    .number(reason)
                    .raw(tag.octets())
                    .done();
        }
    }

    /// Member to Central Entity: give me the group's key of this epoch.
    record GroupAsk(GroupId group, Epoch key, Nonce nonce, Tag tag) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.group(MessageCode.GROUP_ASK, group, key)
                    .raw(nonce.octets())
                    .raw(tag.octets())
                    .done();
        }
    }

    /// Central Entity to owner: make it.
    record GroupCall(GroupId group, Epoch key, Nonce called, Tag tag) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.group(MessageCode.GROUP_CALL, group, key)
                    .raw(called.octets())
                    .raw(tag.octets())
                    .done();
        }
    }

    /// Owner to Central Entity.
    record GroupOffer(GroupId group, Epoch key, Bytes sealed, Tag tag) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.group(MessageCode.GROUP_OFFER, group, key)
                    .octets(sealed)
                    .raw(tag.octets())
                    .done();
        }
    }

    /// Central Entity to member.
    record GroupKey(GroupId group, Epoch key, Delivery delivery) implements Message {
        @Override
        public Bytes encode() {
            CborWriter out = MessageCode.group(MessageCode.GROUP_KEY, group, key);
            delivery.write(out);
            return out.done();
        }
    }

    /// Member to Central Entity: I have it.
    record GroupDone(GroupId group, Epoch key, Tag tag) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.group(MessageCode.GROUP_DONE, group, key).raw(tag.octets()).done();
        }
    }

    /// Data under a session key.
    ///
    /// @param sealed ciphertext and tag
    record Data(long counter, Bytes sealed) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.begin(MessageCode.DATA).number(counter).octets(sealed).done();
        }
    }

    /// Data under a group's key.
    record GroupData(GroupId group, Epoch key, long counter, Bytes sealed) implements Message {
        @Override
        public Bytes encode() {
            return MessageCode.group(MessageCode.GROUP_DATA, group, key)
                    .number(counter)
                    .octets(sealed)
                    .done();
        }
    }

    /// The message that the octets say, in its one form.
    ///
    /// @throws Fault `BAD_INPUT` that says what is wrong
    static Message parse(Bytes octets) {
        return MessageCode.parse(octets);
    }
}
