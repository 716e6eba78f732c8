package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The applet under commands that no client of ours sends.
class SafeAppletTest {
    private static final Bytes ROOT =
            Bytes.hex("603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4");
    private static final Bytes APP_KEY = Bytes.hex("2B7E151628AED2A6ABF7158809CF4F3C");

    /// Of IoT.05 and ISO 7816-4; `docs/protocols/iot-safe.md` says what each means. 61XX stands for all of its kind.
    private static final Set<String> STATUS_WORDS =
            Set.of(
                    "9000", "61XX", "6700", "6982", "6985", "6A80", "6A82", "6A86", "6D00", "6D01",
                    "6E00");

    private static final int[] INSTRUCTIONS = {
        0x24, 0x2a, 0x2b, 0x2c, 0x2d, 0x46, 0x48, 0x4a, 0x52, 0x54, 0x56, 0x58, 0x84, 0xb0, 0xb9,
        0xc0, 0xcb, 0xcd, 0xd8
    };

    private final SafeSimulator card =
            new SafeSimulator(
                    Bytes.concat(SafeSimulator.key(0x01, ROOT), SafeSimulator.key(0x12, APP_KEY)));

    @BeforeEach
    void select() {
        assertThat(send("00A4040007A0000005590010")).isEqualTo("9000");
    }

    private String send(String command) {
        return card.transmit(Bytes.hex(command)).toHex();
    }

    @Test
    void answersEveryLengthOfEveryCommandByAStatusWord() {
        Random random = new Random(7);
        Set<String> words = new TreeSet<>();
        for (int instruction : INSTRUCTIONS) {
            for (int length = 0; length <= 255; length++) {
                for (int p1 : new int[] {0, 0x80}) {
                    byte[] data = data(random, length);
                    Bytes command =
                            Bytes.concat(
                                    Bytes.of(0x80, instruction, p1, p1 == 0x80 ? 1 : 0, length),
                                    Bytes.of(data));
                    words.add(wordOf(card.transmit(command)));
                }
            }
        }

        assertThat(words).isSubsetOf(STATUS_WORDS).contains("9000", "6700");
    }

    /// Octets of any kind, one field of any tag, or zeroes.
    private static byte[] data(Random random, int length) {
        byte[] data = new byte[length];
        int kind = random.nextInt(3);
        if (kind == 0) {
            random.nextBytes(data);
        } else if (kind == 1 && length >= 2) {
            int[] tags = {0x83, 0x84, 0x85, 0x86, 0x9b, 0x9e, 0xd1, 0xd2, 0x34, 0x33};
            data[0] = (byte) tags[random.nextInt(tags.length)];
            data[1] = (byte) (length - 2);
        }
        return data;
    }

    private static String wordOf(Bytes answer) {
        String word = answer.slice(answer.length() - 2, answer.length()).toHex();
        return word.startsWith("61") ? "61XX" : word;
    }

    @ParameterizedTest
    @CsvSource({
        "80, 6700",
        "80CD, 6700",
        "80CD00, 6700",
        "80CD000003, 6700",
        "80CD0000038501, 6700",
        "80CD000003850101FFFF, 6700",
        "80CD000000000385010100, 6700",
    })
    void refusesCommandsOfAWrongLength(String command, String word) {
        assertThat(send(command)).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "0084000010, 6E00",
        "9084000010, 6E00",
        "80FF000000, 6D00",
        "8084010010, 6A86",
        "80CD0000, 6A80",
        "80CD00000384010100, 6A80",
        "80CD00000385010900, 6A82",
        "80CD00000385010300, 6985",
        "80CD0000068501018501010000, 6700",
        "80CD00000685010185010100, 6A80",
        "80CD00000485010101, 6A80",
        "80B900000384010100, 6985",
        "80B900000384010700, 6A82",
        "80C0000010, 6985",
        "802B800102" + "9B00, 6985",
        "80D8800203850103, 6A80",
        "8024000203850101, 6985",
        "8024000203850109, 6A82",
        "80B0000003830101, 610A",
        "80B0000A03830101, 6A86",
        "80B0FFFF03830101, 6A86",
        "80B0000003830102, 6A82",
        "80CB020000, 6A86",
        "805200080100, 6A86",
        "805280040100, 6A82",
        "80560001100000000000000000000000000000000000, 6985",
        "80560005100000000000000000000000000000000000, 6A82",
        "8054010410FF000000000000000000000000000000, 6A80",
        "8054010010FF000000000000000000000000000000, 6A86",
        "8054020410FF000000000000000000000000000000, 6A86",
        "80580000011B, 6700",
    })
    void refusesByTheRightWord(String command, String word) {
        assertThat(send(command)).isEqualTo(word);
    }

    @Test
    void givesALongAnswerInPieces() {
        String whole = send("80CB010000");

        StringBuilder pieces = new StringBuilder();
        String answer = send("80CB010064");
        while (answer.substring(answer.length() - 4).startsWith("61")) {
            pieces.append(answer, 0, answer.length() - 4);
            answer = send("80C0000020");
        }
        pieces.append(answer);

        assertThat(pieces).hasToString(whole);
        assertThat(send("80C0000020")).isEqualTo("6985");
    }

    @Test
    void forgetsAnAnswerThatWasNotFetched() {
        assertThat(send("80CB010010")).contains("61");
        assertThat(send("80FF000000")).isEqualTo("6D00");

        assertThat(send("80C0000020")).isEqualTo("6985");
    }

    @Test
    void mixesNoTwoMessages() {
        assertThat(send("80520001" + "01" + "AA")).isEqualTo("9000");
        String interrupted = send("8084000001");
        assertThat(interrupted).endsWith("9000");

        assertThat(send("80528001" + "01" + "BB" + "00"))
                .isEqualTo(fresh("80528001" + "01" + "BB" + "00"));
    }

    private static String fresh(String command) {
        SafeAppletTest other = new SafeAppletTest();
        other.select();
        return other.send(command);
    }

    @Test
    void forgetsWhatItDerivedWhenItIsDeselected() {
        assertThat(send("8054010510" + "02" + "00".repeat(15))).isEqualTo("9000");
        assertThat(send("8056000510" + "00".repeat(16) + "00")).endsWith("9000");
        select();

        assertThat(send("8056000510" + "00".repeat(16) + "00")).isEqualTo("6A82");
    }

    @Test
    void neverSaysAKey() {
        Random random = new Random(11);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            byte[] data = new byte[random.nextInt(40)];
            random.nextBytes(data);
            Bytes head =
                    Bytes.of(
                            0x80,
                            INSTRUCTIONS[random.nextInt(INSTRUCTIONS.length)],
                            random.nextInt(3),
                            random.nextInt(9),
                            data.length);
            seen.add(card.transmit(Bytes.concat(head, Bytes.of(data), Bytes.of(0))).toHex());
        }

        for (String key : List.of(ROOT.toHex(), APP_KEY.toHex())) {
            assertThat(seen).noneMatch(answer -> answer.contains(key.substring(0, 16)));
        }
    }
}
