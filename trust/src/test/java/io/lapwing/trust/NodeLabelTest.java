package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLabelTest {
    private static final String KEY = "00112233445566778899AABBCCDDEEFF";
    private static final String TEXT = text(1_000, KEY);
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static NodeLabel label(int number, String key) {
        return new NodeLabel(
                new NodeId(number), new AccessKey(Secret.take(Bytes.hex(key).toArray())));
    }

    private static String text(int number, String key) {
        try (NodeLabel label = label(number, key)) {
            return new String(label.text());
        }
    }

    private static Bytes octets(AccessKey key) {
        return key.secret().use(segment -> Bytes.of(segment));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 00000000000000000000000000000000",
        "1000, " + KEY,
        "65534, FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    })
    void readsWhatItPrints(int number, String key) {
        try (NodeLabel read = NodeLabel.parse(text(number, key))) {
            assertThat(read.node().value()).isEqualTo(number);
            assertThat(octets(read.accessKey())).isEqualTo(Bytes.hex(key));
        }
    }

    @Test
    void printsSixGroupsOfSix() {
        assertThat(TEXT).matches("([0-9A-HJKMNP-TV-Z]{6}-){5}[0-9A-HJKMNP-TV-Z]{6}");
    }

    @Test
    void readsHoweverItWasTyped() {
        String typed = "  " + TEXT.toLowerCase(Locale.ROOT).replace("-", "  ") + "\n";
        String mistaken = TEXT.replace('0', 'O').replace('1', 'l').replace("-", "");

        assertThat(octets(NodeLabel.parse(typed).accessKey())).isEqualTo(Bytes.hex(KEY));
        assertThat(octets(NodeLabel.parse(mistaken).accessKey())).isEqualTo(Bytes.hex(KEY));
    }

    @Test
    void tellsTheGroupOfEverySingleTypo() {
        String plain = TEXT.replace("-", "");
        for (int at = 0; at < plain.length(); at++) {
            for (int i = 0; i < DIGITS.length(); i++) {
                char digit = DIGITS.charAt(i);
                if (digit != plain.charAt(at)) {
                    String typed = plain.substring(0, at) + digit + plain.substring(at + 1);
                    assertRefused(typed, "group %d of 6 has a typo".formatted(at / 6 + 1));
                }
            }
        }
    }

    @Test
    void tellsTheGroupOfTwoExchangedCharacters() {
        String plain = TEXT.replace("-", "");
        for (int at = 0; at + 1 < plain.length(); at++) {
            char one = plain.charAt(at);
            char other = plain.charAt(at + 1);
            if (at % 6 < 5 && one != other) {
                String typed = plain.substring(0, at) + other + one + plain.substring(at + 2);
                assertRefused(typed, "group %d of 6 has a typo".formatted(at / 6 + 1));
            }
        }
    }

    @Test
    void refusesGroupsInTheWrongOrder() {
        String[] groups = TEXT.split("-", -1);
        String typed =
                String.join("", groups[1], groups[0], groups[2], groups[3], groups[4], groups[5]);

        assertRefused(typed, "group 1 of 6 has a typo");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_535})
    void refusesANumberThatNoLabelHas(int number) {
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> label(number, KEY))
                .hasMessageContaining("want 1 to 65534");
    }

    @Test
    void tellsWhatElseIsWrongAndNothingOfTheKey() {
        assertRefused(TEXT.substring(1), "label of 35 characters: want 6 groups of 6");
        assertRefused(TEXT + TEXT, "label of 72 characters");
        assertRefused("", "label of 0 characters");
        assertRefused(
                TEXT.substring(0, 9) + "U" + TEXT.substring(10),
                "group 2 of 6 has a character that no label has");
    }

    private static void assertRefused(String typed, String why) {
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> NodeLabel.parse(typed))
                .hasMessageContaining(why);
        if (typed.length() > 8) {
            Samples.assertFault(Fault.Kind.BAD_INPUT, () -> NodeLabel.parse(typed))
                    .satisfies(fault ->
                            assertThat(fault.getMessage()).doesNotContain(typed.substring(0, 6)));
        }
    }
}
