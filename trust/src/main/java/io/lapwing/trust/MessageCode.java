package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import io.lapwing.trust.Message.Accepted;
import io.lapwing.trust.Message.Confirm;
import io.lapwing.trust.Message.Data;
import io.lapwing.trust.Message.Delivered;
import io.lapwing.trust.Message.Delivery;
import io.lapwing.trust.Message.GroupAsk;
import io.lapwing.trust.Message.GroupCall;
import io.lapwing.trust.Message.GroupData;
import io.lapwing.trust.Message.GroupDone;
import io.lapwing.trust.Message.GroupKey;
import io.lapwing.trust.Message.GroupOffer;
import io.lapwing.trust.Message.Hello;
import io.lapwing.trust.Message.HelloAnswer;
import io.lapwing.trust.Message.Join;
import io.lapwing.trust.Message.ListAsk;
import io.lapwing.trust.Message.Presented;
import io.lapwing.trust.Message.Receipt;
import io.lapwing.trust.Message.Refused;
import io.lapwing.trust.Message.SignedList;
import io.lapwing.trust.Message.Ticket;
import io.lapwing.trust.Message.Translate;

/// The first octet of each message, and the one way to read what follows.
final class MessageCode {
    // 1 to 4 are the EDHOC messages of these numbers.
    static final int LIST = 5;
    static final int LIST_ASK = 6;
    static final int HELLO = 8;
    static final int HELLO_ANSWER = 9;
    static final int TRANSLATE = 10;
    static final int DELIVERED = 11;
    static final int TICKET = 12;
    static final int PRESENTED = 13;
    static final int ACCEPTED = 14;
    static final int CONFIRM_INITIATOR = 15;
    static final int CONFIRM_RESPONDER = 16;
    static final int REFUSED = 17;
    static final int TICKET_REST = 18;
    static final int GROUP_ASK = 20;
    static final int GROUP_CALL = 21;
    static final int GROUP_OFFER = 22;
    static final int GROUP_KEY = 23;
    static final int GROUP_DONE = 24;
    static final int STATE_OFFER = 25;
    static final int STATE_TAKEN = 26;
    static final int STATE_ASK = 27;
    static final int STATE_ANSWER = 28;
    static final int DATA = 30;
    static final int GROUP_DATA = 31;
    static final int READING = 32;
    static final int GROUP_READING = 33;

    static final long LARGEST_NUMBER = 0xFFFF_FFFFL;
    private static final int LARGEST_DATA_BYTES = 1_024;

    private MessageCode() {}

    static CborWriter begin(int code) {
        return new CborWriter().raw(Bytes.of(code));
    }

    static CborWriter group(int code, GroupId group, Epoch key) {
        return begin(code).number(group.value()).number(key.value());
    }

    static Message parse(Bytes octets) {
        if (octets.length() < 2 || octets.length() > Envelope.LARGEST_BYTES) {
            throw Fault.badInput(
                    "message of %d bytes: want 2 to %d"
                            .formatted(octets.length(), Envelope.LARGEST_BYTES));
        }
        var in = new CborReader(octets.slice(1, octets.length()));
        Message message = read(octets.at(0), in);
        in.end();
        return message;
    }

    private static Message read(int code, CborReader in) {
        return switch (code) {
            case 1, 2, 3, 4 -> new Join(code, join(in));
            case LIST -> list(in);
            case LIST_ASK -> new ListAsk(epoch(in));
            case HELLO -> new Hello(Service.of(in.number("service", 255)), nonce(in));
            case HELLO_ANSWER -> new HelloAnswer(nonce(in), tag(in));
            case TRANSLATE -> translate(in);
            case DELIVERED -> new Delivered(node(in), Delivery.read(in), Receipt.read(in));
            case TICKET -> new Ticket(node(in), 0, Delivery.read(in), Receipt.read(in));
            case TICKET_REST ->
                    new Ticket(node(in), shared(in), Delivery.read(in), Receipt.read(in));
            case PRESENTED -> new Presented(Delivery.read(in), tag(in));
            case ACCEPTED -> new Accepted(epoch(in), Receipt.read(in), tag(in));
            case CONFIRM_INITIATOR -> new Confirm(true, tag(in));
            case CONFIRM_RESPONDER -> new Confirm(false, tag(in));
            case REFUSED -> new Refused(node(in), (int) in.number("reason", 255), tag(in));
            case GROUP_ASK -> new GroupAsk(group(in), epoch(in), nonce(in), tag(in));
            case GROUP_CALL -> new GroupCall(group(in), epoch(in), nonce(in), tag(in));
            case GROUP_OFFER ->
                    new GroupOffer(
                            group(in),
                            epoch(in),
                            in.octets("key", 1, Message.LARGEST_KEY_BYTES),
                            tag(in));
            case GROUP_KEY -> new GroupKey(group(in), epoch(in), Delivery.read(in));
            case GROUP_DONE -> new GroupDone(group(in), epoch(in), tag(in));
            case DATA -> new Data(in.number("counter", LARGEST_NUMBER), data(in));
            case GROUP_DATA ->
                    new GroupData(
                            group(in), epoch(in), in.number("counter", LARGEST_NUMBER), data(in));
            case STATE_OFFER -> StateMessage.StateOffer.read(in);
            case STATE_TAKEN -> StateMessage.StateTaken.read(in);
            case STATE_ASK -> StateMessage.StateAsk.read(in);
            case STATE_ANSWER -> StateMessage.StateAnswer.read(in);
            case READING -> new StateMessage.Read(in.number("counter", LARGEST_NUMBER), data(in));
            case GROUP_READING ->
                    new StateMessage.GroupRead(
                            group(in), epoch(in), in.number("counter", LARGEST_NUMBER), data(in));
            default -> throw Fault.badInput("message of code " + code + ": want one of the table");
        };
    }

    private static Bytes join(CborReader in) {
        if (in.left() > Join.LARGEST_BYTES) {
            throw Fault.badInput(
                    "join message of %d bytes: want at most %d"
                            .formatted(in.left(), Join.LARGEST_BYTES));
        }
        return in.take("join message", in.left());
    }

    private static Message list(CborReader in) {
        int length = in.left() - VerificationKey.SIGNATURE_BYTES;
        return new SignedList(
                in.take("list", Math.max(length, 1)),
                in.take("signature", VerificationKey.SIGNATURE_BYTES));
    }

    private static Message translate(CborReader in) {
        return new Translate(
                Service.of(in.number("service", 255)),
                node(in),
                nonce(in),
                nonce(in),
                tag(in),
                in.octets("key", 0, Message.LARGEST_KEY_BYTES),
                tag(in));
    }

    private static int shared(CborReader in) {
        int shared = (int) in.number("shared octets", Message.LARGEST_KEY_BYTES);
        if (shared < Ticket.FEWEST_SHARED_BYTES) {
            throw Fault.badInput(
                    "shared octets are %d: want at least %d"
                            .formatted(shared, Ticket.FEWEST_SHARED_BYTES));
        }
        return shared;
    }

    static Tag tag(CborReader in) {
        return new Tag(in.take("tag", Tag.LENGTH_BYTES));
    }

    static Nonce nonce(CborReader in) {
        return new Nonce(in.take("nonce", Nonce.LENGTH_BYTES));
    }

    static NodeId node(CborReader in) {
        return new NodeId(in.number("number of a node", LARGEST_NUMBER));
    }

    static Epoch epoch(CborReader in) {
        return new Epoch(in.number("epoch", LARGEST_NUMBER));
    }

    private static GroupId group(CborReader in) {
        return new GroupId((int) in.number("group", 0xFFFF));
    }

    private static Bytes data(CborReader in) {
        return in.octets("data", Tag.LENGTH_BYTES, LARGEST_DATA_BYTES);
    }
}
