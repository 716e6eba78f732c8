package io.lapwing.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=----WebKit7MA4";

    private static String part(String head, String value) {
        return "------WebKit7MA4\r\nContent-Disposition: form-data; "
                + head
                + "\r\n\r\n"
                + value
                + "\r\n";
    }

    private static String field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    private static String file(String name, String value) {
        return part("name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: text/csv", value);
    }

    private static Multipart.Sent read(String body) throws IOException {
        return Multipart.read(
                TYPE, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void givesFieldsAndTheFileAsAStream() throws IOException {
        String rows = "a,b\r\n1,2\r\n--\r\n------WebKit\r\n-\r\r\n";

        Multipart.Sent sent =
                read(field("csrf", "t\r\nt") + file("d.csv", rows) + "------WebKit7MA4--\r\n");

        assertThat(sent.form().exact("csrf")).isEqualTo("t\nt");
        assertThat(sent.name()).contains("d.csv");
        assertThat(text(sent.content())).isEqualTo(rows);
    }

    @Test
    void knowsAFormWithoutAFile() throws IOException {
        Multipart.Sent pasted = read(field("content", "a,b") + "------WebKit7MA4--\r\n");
        Multipart.Sent none = read(field("csrf", "t") + file("", "") + "------WebKit7MA4--\r\n");

        assertThat(pasted.form().exact("content")).isEqualTo("a,b");
        assertThat(pasted.name()).isEmpty();
        assertThat(none.name()).isEmpty();
    }

    @Test
    void neverTakesHalfAFileForAWholeOne() throws IOException {
        Multipart.Sent sent =
                read(field("csrf", "t") + file("d.csv", "a,b\n1,2\n").stripTrailing());

        assertThatThrownBy(() -> sent.content().readAllBytes()).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/csv",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "application/x-www-form-urlencoded; boundary=a"
            })
    void refusesOtherTypes(String type) {
        assertThatThrownBy(() -> Multipart.read(type, InputStream.nullInputStream()))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("want multipart/form-data");
    }

    @Test
    void refusesFieldsTwiceTooLongOrTooMany() {
        String twice = field("a", "1") + field("a", "2") + "------WebKit7MA4--\r\n";
        String endless = field("a", "x".repeat(Multipart.MOST_FIELD_BYTES + 1));
        String header = part("name=\"" + "x".repeat(5_000) + "\"", "1");

        assertThatThrownBy(() -> read(twice)).hasMessageContaining("twice");
        assertThatThrownBy(() -> read(endless))
                .hasMessageContaining("field a of more than 1048576");
        assertThatThrownBy(() -> read(header)).hasMessageContaining("headers of a part");
    }
}
