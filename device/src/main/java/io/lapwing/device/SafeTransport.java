package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// Commands to the applet and whole answers back: what waits in the card is fetched, and a wrong expected length is corrected
/// once (ISO 7816-3 §12.1.1).
final class SafeTransport {
    private static final int CLASS = 0x80;
    private static final int GET_RESPONSE = 0xc0;
    private static final int MORE = 0x61;
    private static final int WRONG_LE = 0x6c;
    private static final int MAX_DATA_BYTES = 255;

    /// More than any answer of the applet has.
    private static final int MAX_ANSWER_BYTES = 1024;

    private final ApduChannel channel;

    SafeTransport(ApduChannel channel) {
        this.channel = channel;
    }

    /// Sends a command with data; `answers` says whether data come back.
    SafeReply command(int instruction, int p1, int p2, Bytes data, boolean answers) {
        if (data.length() > MAX_DATA_BYTES) {
            throw Fault.badInput(
                    "command of %d bytes of data: want at most %d"
                            .formatted(data.length(), MAX_DATA_BYTES));
        }
        Bytes head = Bytes.of(CLASS, instruction, p1, p2);
        Bytes body = data.length() == 0 ? Bytes.EMPTY : Bytes.concat(Bytes.of(data.length()), data);
        Bytes whole = Bytes.concat(head, body);
        return exchange(instruction, answers ? Bytes.concat(whole, Bytes.of(0)) : whole);
    }

    /// Sends a command without data that asks for some octets, 1 to 256.
    SafeReply ask(int instruction, int p1, int p2, int lengthBytes) {
        return exchange(instruction, Bytes.of(CLASS, instruction, p1, p2, lengthBytes & 0xff));
    }

    /// Sends any command.
    SafeReply exchange(int instruction, Bytes command) {
        SafeReply reply = once(instruction, command);
        if (reply.word() >> 8 == WRONG_LE && command.length() > 4) {
            Bytes withoutLe = command.slice(0, command.length() - 1);
            reply = once(instruction, Bytes.concat(withoutLe, Bytes.of(reply.word() & 0xff)));
        }
        Bytes data = reply.data();
        while (reply.word() >> 8 == MORE) {
            reply = once(instruction, Bytes.of(CLASS, GET_RESPONSE, 0, 0, reply.word() & 0xff));
            data = Bytes.concat(data, reply.data());
            if (reply.data().length() == 0 || data.length() > MAX_ANSWER_BYTES) {
                throw new Fault(
                        Fault.Kind.TAMPERED,
                        "the card's answer has no end: want at most " + MAX_ANSWER_BYTES);
            }
        }
        return new SafeReply(instruction, data, reply.word());
    }

    private SafeReply once(int instruction, Bytes command) {
        Bytes answer = channel.transmit(command);
        int end = answer.length() - 2;
        if (end < 0) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the card's answer has " + answer.length() + " bytes: want 2 or more");
        }
        return new SafeReply(
                instruction, answer.slice(0, end), answer.at(end) << 8 | answer.at(end + 1));
    }

    void close() {
        channel.close();
    }
}
