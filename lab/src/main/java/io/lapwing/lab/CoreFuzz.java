package io.lapwing.lab;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Any octets at the core's door get one well-formed reply for each whole message, and one more where no further message can be
/// found; no reply has a key in it, a root key's or one that was derived, none is told of as a defect, and nothing is computed
/// once the keys are wiped.
public final class CoreFuzz {
    // docs/protocols/core.md
    private static final int HEADER_BYTES = 2;
    private static final int MOST_BYTES = 1_024;
    private static final int LONGEST_TEXT_BYTES = 300;
    private static final int DONE = 0;
    private static final int DEFECT = 9;
    private static final int CMAC = 1;
    private static final int OPEN = 4;
    private static final int WIPE = 5;

    private static final int BLOCK_BYTES = 16;

    private static final Aes AES = Aes.best();

    private CoreFuzz() {}

    /// Made for the first input, and not by who wants the seeds alone; each input finds the keys as they were made. Jazzer calls a
    /// static method.
    private static final class Held {
        static final FuzzedCore CORE = new FuzzedCore(AES);

        private Held() {}
    }

    static List<Bytes> seeds() {
        Bytes block = Bytes.concat(Bytes.of(2), Bytes.of(new byte[BLOCK_BYTES - 1]));
        Bytes derive = Bytes.concat(Bytes.of(3, 1, 5), block);
        Bytes encrypt = Bytes.concat(Bytes.of(2, 5), block);
        Bytes cmac = Bytes.concat(Bytes.of(CMAC, 1), block);
        Bytes wipe = Bytes.of(WIPE);
        return Stream.of(
                        List.of(cmac),
                        List.of(derive, encrypt),
                        List.of(Bytes.concat(Bytes.of(OPEN, 255, 0), joinAccept())),
                        List.of(Bytes.concat(Bytes.of(OPEN, 0, 1), joinAccept())),
                        List.of(cmac, wipe, cmac),
                        List.of(Bytes.EMPTY))
                .map(messages ->
                        messages.stream().map(CoreFuzz::framed).reduce(Bytes.EMPTY, Bytes::concat))
                .toList();
    }

    /// JoinEUI, DevNonce, and a join-accept for a 1.0.x device (TS001-1.0.4 §6.2.3): the Join Server decrypts.
    private static Bytes joinAccept() {
        Bytes terms = Bytes.hex("010000" + "130000" + "7D140126" + "00" + "01");
        try (Secret key = Secret.take(FuzzedCard.APP_KEY.toArray())) {
            Bytes mic = AES.cmac(key, Bytes.concat(Bytes.of(0x20), terms)).slice(0, 4);
            return Bytes.concat(
                    Samples.JOIN_EUI.bigEndian(),
                    Bytes.of(0, 1),
                    AES.decrypt(key, Bytes.concat(terms, mic)));
        }
    }

    private static Bytes framed(Bytes message) {
        return Bytes.concat(Bytes.of(message.length() >> 8, message.length()), message);
    }

    /// For Jazzer: the core is there before the first input, whose time is taken.
    public static void fuzzerInitialize() {
        Bytes _ = Held.CORE.exchange(Bytes.EMPTY);
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes asked = Bytes.of(octets);
        List<Bytes> messages = new ArrayList<>();
        boolean lost = messages(asked, messages);
        Bytes said = Held.CORE.exchange(asked);
        List<Bytes> replies = new ArrayList<>();
        require(
                !messages(said, replies) && replies.size() == messages.size() + (lost ? 1 : 0),
                "%d replies to %d messages".formatted(replies.size(), messages.size()));
        replies.forEach(CoreFuzz::requireReply);
        requireNothingAfterWipe(messages, replies);
        requireNoKey(messages, said);
    }

    /// Cuts a stream into messages.
    ///
    /// @return whether one begins with a length that there is not; what is cut at the end is none
    private static boolean messages(Bytes stream, List<Bytes> messages) {
        int at = 0;
        while (stream.length() - at >= HEADER_BYTES) {
            int length = stream.at(at) << Byte.SIZE | stream.at(at + 1);
            if (length < 1 || length > MOST_BYTES) {
                return true;
            }
            int end = at + HEADER_BYTES + length;
            if (end > stream.length()) {
                return false;
            }
            messages.add(stream.slice(at + HEADER_BYTES, end));
            at = end;
        }
        return false;
    }

    private static void requireReply(Bytes reply) {
        int status = reply.at(0);
        require(status < DEFECT, "status " + status);
        if (status == DONE) {
            return;
        }
        require(
                reply.length() > 1 && reply.length() <= 1 + LONGEST_TEXT_BYTES,
                "a text of " + (reply.length() - 1) + " octets");
        try {
            var _ =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(reply.slice(1, reply.length()).toArray()));
        } catch (CharacterCodingException e) {
            throw new AssertionError("a text that is no UTF-8", e);
        }
    }

    private static void requireNothingAfterWipe(List<Bytes> messages, List<Bytes> replies) {
        boolean wiped = false;
        for (int i = 0; i < messages.size(); i++) {
            boolean wipes = messages.get(i).equals(Bytes.of(WIPE));
            require(
                    !wiped || wipes || replies.get(i).at(0) != DONE,
                    "an answer after the keys were wiped");
            wiped |= wipes;
        }
    }

    private static void requireNoKey(List<Bytes> messages, Bytes said) {
        String text = said.toHex();
        for (Bytes root : List.of(FuzzedCard.NWK_KEY, FuzzedCard.APP_KEY)) {
            require(!text.contains(root.toHex()), "a root key");
            try (Secret key = Secret.take(root.toArray())) {
                for (Bytes message : messages) {
                    // What LoRaWAN derives from a block is its encryption.
                    for (Bytes block : blocks(message)) {
                        String derived = AES.encrypt(key, block).toHex();
                        require(!text.contains(derived), "what a root key derives from " + block);
                    }
                }
            }
        }
    }

    /// The last block of a message, and the block behind an operation and one or two slots.
    private static List<Bytes> blocks(Bytes message) {
        List<Bytes> blocks = new ArrayList<>();
        for (int start : new int[] {2, 3, message.length() - BLOCK_BYTES}) {
            if (start >= 0 && start + BLOCK_BYTES <= message.length()) {
                blocks.add(message.slice(start, start + BLOCK_BYTES));
            }
        }
        return blocks;
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError("the core's door gives " + otherwise);
        }
    }
}
