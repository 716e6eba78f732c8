package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.ApduChannel;
import io.lapwing.device.JoinAttempt;
import io.lapwing.device.KeySlot;
import io.lapwing.device.SafeCard;
import io.lapwing.device.SafeKeySlots;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.util.List;
import java.util.stream.IntStream;

/// Whatever a card answers, each call on it ends: with a result of the length that was asked for, or a fault that is no defect.
///
/// The first octet says which call, the rest what the card answers, one message a command.
public final class CardReplyFuzz {
    private static final int CALLS = 15;
    private static final int MOST_REPLIES = 40;
    private static final int BLOCK_BYTES = 16;

    /// An answer of the longest length, an octet at a time, and all others.
    private static final int MOST_COMMANDS = 1_200;

    private static final Bytes DONE = Bytes.hex("9000");
    private static final Bytes BLOCKS = Bytes.of(new byte[2 * BLOCK_BYTES]);

    private CardReplyFuzz() {}

    /// A good answer of each kind, for each call.
    static List<Bytes> seeds() {
        Bytes point = Bytes.hex("344549438641" + "04" + "00".repeat(64) + "9000");
        Bytes signature = Bytes.hex("330040" + "00".repeat(64) + "9000");
        Bytes listing = Bytes.hex("C4064A01018601019000");
        Bytes block = Bytes.concat(Bytes.of(new byte[BLOCK_BYTES]), DONE);
        Bytes longer = Bytes.concat(BLOCKS, DONE);
        List<Bytes> answers = List.of(point, signature, listing, block, longer, DONE);
        return IntStream.range(0, CALLS)
                .boxed()
                .flatMap(call ->
                        answers.stream()
                                .map(answer ->
                                        Bytes.concat(
                                                Bytes.of(call),
                                                FuzzPieces.join(answer, DONE, answer, DONE),
                                                FuzzPieces.join(Bytes.hex("AA6101"), answer))))
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        Bytes input = Bytes.of(octets);
        var channel = new Replies(FuzzPieces.of(input.slice(1, input.length()), MOST_REPLIES));
        try (SafeCard card = SafeCard.open(channel)) {
            call(input.at(0) % CALLS, card);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.INTERNAL) {
                throw fault;
            }
        }
    }

    private static void call(int number, SafeCard card) {
        switch (number) {
            case 0 -> requireLength(card.random(7), 7);
            case 1 -> requireLength(card.identity(), 65);
            case 2 -> requireLength(card.newAgreementKey(), 65);
            case 3 -> card.putPeerKey(Bytes.of(new byte[65]));
            case 4 -> requireLength(card.agree(), 32);
            case 5 -> requireLength(card.sign(Bytes.of(new byte[400])), 64);
            case 6 -> {
                boolean _ = card.verify(BLOCKS, Bytes.of(new byte[64]));
            }
            case 7 -> requireLength(card.derive(1, BLOCKS, 33), 33);
            case 8 -> requireLength(card.extract(1, BLOCKS), 32);
            case 9 -> {
                if (!card.secretKeys().stream().allMatch(id -> id >= 0 && id <= 0xff)) {
                    throw new AssertionError("an id of more than an octet");
                }
            }
            case 10 -> {
                Bytes _ = card.file();
            }
            default -> callSlots(number, new SafeKeySlots(card));
        }
    }

    private static void callSlots(int number, SafeKeySlots slots) {
        switch (number) {
            case 11 -> requireLength(slots.cmac(KeySlot.APP_KEY, Bytes.of(new byte[500])), 16);
            case 12 ->
                    requireLength(slots.encrypt(KeySlot.APP_S_KEY, Bytes.of(new byte[320])), 320);
            case 13 -> slots.derive(KeySlot.APP_KEY, BLOCKS.slice(0, 16), KeySlot.APP_S_KEY);
            default -> {
                var attempt =
                        new JoinAttempt(
                                JoinType.JOIN, MacVersion.V1_1, Samples.JOIN_EUI, new DevNonce(1));
                var _ = slots.openJoinAccept(new ProtectedJoinAccept(BLOCKS), attempt);
            }
        }
    }

    private static void requireLength(Secret answer, int wanted) {
        try (answer) {
            requireLength(answer.length(), wanted);
        }
    }

    private static void requireLength(Bytes answer, int wanted) {
        requireLength(answer.length(), wanted);
    }

    private static void requireLength(int length, int wanted) {
        if (length != wanted) {
            throw new AssertionError(length + " octets taken for " + wanted);
        }
    }

    /// A card that says what it was told to, after the applet was selected; the last thing for ever.
    private static final class Replies implements ApduChannel {
        private final List<Bytes> replies;
        private int commands;

        Replies(List<Bytes> replies) {
            this.replies = replies;
        }

        @Override
        public Bytes transmit(Bytes command) {
            int next = commands - 1;
            commands++;
            if (commands > MOST_COMMANDS) {
                throw new AssertionError("a call of " + commands + " commands");
            }
            return next < 0 || replies.isEmpty()
                    ? DONE
                    : replies.get(Math.min(next, replies.size() - 1));
        }

        @Override
        public void close() {}
    }
}
