package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    enum Colour {
        RED,
        GREEN
    }

    record Port(int number) {
        Port {
            if (number < 1 || number > 65535) {
                throw Fault.badInput("port " + number + ": want 1 to 65535");
            }
        }
    }

    record Inner(String name, Optional<Bytes> tag) {}

    record Sample(
            @JsonName("DevEUI") Bytes devEui,
            int count,
            long wide,
            boolean on,
            Colour colour,
            Optional<String> note,
            @Nullable String remark,
            List<Inner> inners,
            Map<String, String> labels,
            Port port,
            Instant at,
            Duration pause) {}

    record Small(String text, int number, Optional<Colour> colour, Optional<List<String>> list) {}

    private static final String SAMPLE =
            """
            {"DevEUI":"0102030405060708","count":1,"wide":4294967296,"on":true,"colour":"RED",\
            "inners":[{"name":"a","tag":"FF"},{"name":"b"}],"labels":{"k":"v"},"port":{"number":8443},\
            "at":"2026-01-02T03:04:05Z","pause":"PT1M"}\
            """;

    private final Json json = Json.strict().build();

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes octets) {
        return new String(octets.toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void printsWhatItReadWithAbsentFieldsLeftOut() {
        Sample read = json.read(utf8(SAMPLE), Sample.class);

        assertThat(read.note()).isEmpty();
        assertThat(read.remark()).isNull();
        assertThat(read.inners().get(1).tag()).isEmpty();
        assertThat(text(json.write(read))).isEqualTo(SAMPLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"a\",\"number\":1,\"nummer\":2} | field nummer: unknown field, did you mean number?",
                "{\"text\":\"a\",\"number\":1,\"zzzzzz\":2} | field zzzzzz: unknown field: want one of colour, list, number, text",
                "{\"text\":\"a\",\"number\":1,\"number\":1} | field number twice: want each field once",
                "{\"text\":\"a\"} | field number: missing, want",
                "{\"text\":null,\"number\":1} | field text: null, want a text",
                "{\"text\":\"a\",\"number\":null} | field number: null, want a whole number of 32 bits",
                "{\"text\":5,\"number\":1} | field text: a whole number, want a text",
                "{\"text\":true,\"number\":1} | field text: true or false, want a text",
                "{\"text\":\"a\",\"number\":\"1\"} | field number: a text, want a whole number of 32 bits",
                "{\"text\":\"a\",\"number\":1.0} | field number: a fraction, want a whole number of 32 bits",
                "{\"text\":\"a\",\"number\":true} | field number: true or false, want a whole number of 32 bits",
                "{\"text\":\"a\",\"number\":4294967296} | field number: a number out of range, want a whole number of 32 bits",
                "{\"text\":\"a\",\"number\":1,\"colour\":\"BLUE\"} | field colour: a text, want one of [RED, GREEN]",
                "{\"text\":\"a\",\"number\":1,\"colour\":0} | field colour: a whole number, want one of [RED, GREEN]",
                "{\"text\":\"a\",\"number\":1,\"list\":\"x\"} | field list: a text, want a list",
                "{\"text\":\"a\",\"number\":1,\"list\":[null]} | field list[0]: null, want a value",
                "{\"text\":\"a\",\"number\":1,\"list\":[1]} | field list[0]: a whole number, want a text",
                "{\"text\":\"a\",\"number\":1} {} | more after the document: want one document",
                "[] | document: a list, want an object",
                "null | null, want",
                "{\"text\":\"a\",\"number\":1 | not JSON",
                "{'text':\"a\",\"number\":1} | not JSON",
                "{\"text\":\"a\",\"number\":NaN} | not JSON",
            })
    void refusesWithFieldAndRemedy(String document, String message) {
        assertThatThrownBy(() -> json.read(utf8(document), Small.class))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT))
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnEmptyDocument() {
        assertThatThrownBy(() -> json.read(Bytes.EMPTY, Small.class))
                .hasMessage("document: empty: want a document");
    }

    @Test
    void neverShowsTheValueItRefuses() {
        Bytes document = utf8("{\"text\":\"a\",\"number\":\"00112233445566778899AABBCCDDEEFF\"}");

        assertThatThrownBy(() -> json.read(document, Small.class))
                .satisfies(
                        fault -> assertThat(fault.getMessage()).doesNotContain("00112233445566"));
    }

    @Test
    void keepsARecordsOwnRefusalAfterItsField() {
        Bytes document = utf8(SAMPLE.replace("8443", "70000"));

        assertThatThrownBy(() -> json.read(document, Sample.class))
                .isInstanceOf(Fault.class)
                .hasMessage("field port: port 70000: want 1 to 65535");
    }

    @Test
    void keepsATextTypesRefusalAfterItsField() {
        Bytes document = utf8(SAMPLE.replace("\"FF\"", "\"F\""));

        assertThatThrownBy(() -> json.read(document, Sample.class))
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith("field inners[0].tag: not an even number of hexadecimal");
    }

    @Test
    void refusesDeepNesting() {
        Bytes document =
                utf8(
                        "{\"text\":\"a\",\"number\":1,\"list\":"
                                + "[".repeat(40)
                                + "]".repeat(40)
                                + "}");

        assertThatThrownBy(() -> json.peek(document, "other"))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("at most 32 levels");
    }

    @Test
    void readsUnderGivenNamesAndSkipsUnknownFieldsWhenAsked() {
        Json lax =
                Json.strict()
                        .names(name ->
                                name.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                        + name.substring(1))
                        .skipUnknownFields()
                        .build();

        Small read =
                lax.read(utf8("{\"Text\":\"a\",\"Number\":1,\"VSExtension\":{}}"), Small.class);

        assertThat(text(lax.write(read))).isEqualTo("{\"Text\":\"a\",\"Number\":1}");
    }

    @Test
    void peeksAtOneFieldOfTheOutermostObject() {
        Bytes document =
                utf8("{\"x\":{\"MessageType\":\"no\"},\"MessageType\":\"JoinReq\",\"n\":1}");

        assertThat(json.peek(document, "MessageType")).contains("JoinReq");
        assertThat(json.peek(document, "n")).isEmpty();
        assertThat(json.peek(document, "other")).isEmpty();
    }
}
