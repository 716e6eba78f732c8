package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.JsonLines.Line;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    record Row(int number) {}

    private final Json json = Json.strict().build();

    private List<Line<Row>> lines(byte[] text) {
        var reader = new JsonLines.Reader<>(new ByteArrayInputStream(text), json, Row.class);
        List<Line<Row>> lines = new ArrayList<>();
        for (Optional<Line<Row>> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        assertThat(reader.offsetBytes()).isEqualTo(text.length);
        return lines;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatItWrote() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLines.Writer writer = new JsonLines.Writer(out, json);
        for (int i = 0; i < 100_000; i++) {
            writer.write(new Row(i));
        }

        List<Line<Row>> lines = lines(out.toByteArray());

        assertThat(lines)
                .hasSize(100_000)
                .last()
                .isEqualTo(new Line.Value<>(100_000, new Row(99_999)));
    }

    @Test
    void goesOnAfterARefusedLine() {
        byte[] text = utf8("{\"number\":1}\r\n\n{\"number\":\"x\"}\n{\"number\":3}");

        assertThat(lines(text))
                .containsExactly(
                        new Line.Value<>(1, new Row(1)),
                        new Line.Refused<>(
                                3, "field number: a text, want a whole number of 32 bits"),
                        new Line.Value<>(4, new Row(3)));
    }

    @Test
    void refusesALongLineAndGoesOn() {
        String longLine = "x".repeat(5 * JsonLines.LINE_LIMIT_BYTES);

        assertThat(lines(utf8(longLine + "\n{\"number\":2}\n" + longLine)))
                .containsExactly(
                        new Line.Refused<>(1, "line over 65536 bytes"),
                        new Line.Value<>(2, new Row(2)),
                        new Line.Refused<>(3, "line over 65536 bytes"));
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(lines(new byte[0])).isEmpty();
    }
}
