package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Any commands to the IoT SAFE applet, of any length and in any order, are each answered by a status word of its own, and no
/// answer has a key in it.
///
/// Each input finds the card as after a start, but for public keys and pairs that earlier ones left in it.
public final class CardFuzz {
    private static final int MOST_COMMANDS = 16;
    private static final int WORD_BYTES = 2;
    private static final int MORE = 0x61;
    private static final int SELECT = 0xa4;

    /// `docs/protocols/iot-safe.md` says what each means.
    private static final Set<Integer> WORDS =
            Set.of(0x9000, 0x6700, 0x6982, 0x6985, 0x6a80, 0x6a82, 0x6a86, 0x6d00, 0x6d01, 0x6e00);

    private static final List<String> SECRETS =
            Stream.of(FuzzedCard.ROOT_KEY, FuzzedCard.NWK_KEY, FuzzedCard.APP_KEY)
                    .map(key -> key.slice(0, 8).toHex())
                    .toList();

    private CardFuzz() {}

    /// Made for the first input, and not by who wants the seeds alone. Jazzer calls a static method.
    private static final class Held {
        static final FuzzedCard CARD = new FuzzedCard();

        private Held() {}
    }

    /// One of each command.
    static List<Bytes> seeds() {
        return Stream.of(
                        List.of("8084000010"),
                        List.of("80CD00000385010100"),
                        List.of("80B900000384010200", "80CD00000385010200"),
                        List.of(
                                "802A00010D840101A1010191020001920104",
                                "802B8001039B01AA00",
                                "802A0101"),
                        List.of(
                                "802C00010D850103A1010191020001920104",
                                "802D8001049B01AA33",
                                "802C0101"),
                        List.of(
                                "8024000203850103",
                                "80D8800247344549438641" + "04" + "00".repeat(64),
                                "80240102"),
                        List.of("804600000684010285010300"),
                        List.of("804800000C860101D2020102D302002000"),
                        List.of("804A00000B860101D502AABB9102000100"),
                        List.of("80CB000000", "80CB010000", "80CBC40003860101"),
                        List.of("80B000000383010100"),
                        List.of("80CB010004", "80C0000000"),
                        List.of("805200010401020304", "805280010401020304" + "00"),
                        List.of(
                                "8054010510" + "02" + "00".repeat(15),
                                "8056000510" + "00".repeat(16) + "00"),
                        List.of("805800001B" + "FF" + "00".repeat(26) + "00"))
                .map(commands ->
                        FuzzPieces.join(commands.stream().map(Bytes::hex).toArray(Bytes[]::new)))
                .toList();
    }

    /// For Jazzer: the card is made before the first input, whose time is taken.
    public static void fuzzerInitialize() {
        Held.CARD.restart();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Held.CARD.restart();
        for (Bytes command : FuzzPieces.of(Bytes.of(octets), MOST_COMMANDS)) {
            // SELECT is the card's own: it has no other applet.
            if (command.length() < 2 || command.at(1) != SELECT) {
                judge(command, Held.CARD.transmit(command));
            }
        }
    }

    private static void judge(Bytes command, Bytes answer) {
        int end = answer.length() - WORD_BYTES;
        require(end >= 0, "an answer of " + answer.length() + " octets", command);
        int word = answer.at(end) << Byte.SIZE | answer.at(end + 1);
        require(
                WORDS.contains(word) || answer.at(end) == MORE,
                "status word %04X".formatted(word),
                command);
        String said = answer.toHex();
        require(SECRETS.stream().noneMatch(said::contains), "a key", command);
    }

    private static void require(boolean kept, String otherwise, Bytes command) {
        if (!kept) {
            throw new AssertionError("command " + command + " is answered by " + otherwise);
        }
    }
}
