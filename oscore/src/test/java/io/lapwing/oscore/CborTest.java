package io.lapwing.oscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CborTest {
    private static final Vectors VECTORS = Vectors.read("rfc8949-appendix-a.json");

    static Stream<Arguments> numbers() {
        return VECTORS.field("numbers")
                .valueStream()
                .map(pair -> Arguments.of(pair.get(0).longValue(), pair.get(1).stringValue()));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void writesAndReadsNumbers(long value, String encoded) {
        Bytes written = new CborWriter().number(value).done();

        assertThat(written).isEqualTo(Bytes.hex(encoded));
        assertThat(new CborReader(written).integer("number", Long.MIN_VALUE, Long.MAX_VALUE))
                .isEqualTo(value);
        assertThat(new CborReader(written).value("number")).isEqualTo(written);
    }

    static Stream<String> values() {
        return VECTORS.field("values").valueStream().map(node -> node.stringValue());
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValuesWhole(String encoded) {
        var in = new CborReader(Bytes.hex(encoded));

        assertThat(in.value("value")).isEqualTo(Bytes.hex(encoded));
        in.end();
    }

    static Stream<Arguments> refused() {
        return VECTORS.field("refused")
                .valueStream()
                .map(pair -> Arguments.of(pair.get(0).stringValue(), pair.get(1).stringValue()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void refusesOtherForms(String what, String encoded) {
        var in = new CborReader(Bytes.hex(encoded));

        assertThatExceptionOfType(Fault.class)
                .as(what)
                .isThrownBy(() -> in.value("value"))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @Test
    void writesWhatItReads() {
        Bytes written =
                new CborWriter()
                        .tag(107)
                        .map(2)
                        .number(-1)
                        .array(2)
                        .nothing()
                        .text("text")
                        .number(-2)
                        .octets(Bytes.of(new byte[300]))
                        .done();
        List<Long> keys = new ArrayList<>();

        var in = new CborReader(written);
        in.tag("value", 107);
        in.map(
                "map",
                2,
                key -> {
                    keys.add(key);
                    if (key == -1) {
                        assertThat(in.array("array", 2)).isEqualTo(2);
                        in.nothing("nothing");
                        assertThat(in.text("text", 4)).isEqualTo("text");
                    } else {
                        assertThat(in.octets("octets", 300, 300).length()).isEqualTo(300);
                    }
                });

        in.end();
        assertThat(keys).containsExactly(-1L, -2L);
    }

    @Test
    void saysTheValueTheLimitAndTheRemedy() {
        Bytes octets = new CborWriter().octets(Bytes.of(1, 2, 3)).done();

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new CborReader(octets).octets("name", 4, 5))
                .withMessage("name of 3 bytes: want 4 to 5");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new CborReader(octets).number("name", 5))
                .withMessage("name is of CBOR type 2: want 0");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new CborReader(Bytes.hex("D86C")).tag("name", 107))
                .withMessage("name has CBOR tag 108: want 107");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new CborReader(octets).end())
                .withMessage("4 bytes after the message: want none");
    }

    @Test
    void readsNoNumberThatDoesNotFit() {
        Bytes largest = Bytes.hex("1BFFFFFFFFFFFFFFFF");
        Bytes least = Bytes.hex("3BFFFFFFFFFFFFFFFF");

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new CborReader(largest).number("number", Long.MAX_VALUE))
                .withMessageContaining("18446744073709551615");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new CborReader(least).integer("number", Long.MIN_VALUE, 0))
                .withMessageContaining("too large");
    }
}
