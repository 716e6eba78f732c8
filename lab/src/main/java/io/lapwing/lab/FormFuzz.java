package io.lapwing.lab;

import io.lapwing.console.Form;
import io.lapwing.console.Multipart;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Any octets are a form, with a file or without, that reads the same when it is written again, or `BAD_INPUT`, or a body
/// that broke off: nothing else ever happens.
///
/// The first octet says how: below 128 it is `application/x-www-form-urlencoded`; else `multipart/form-data`, whose type
/// is on the first line.
public final class FormFuzz {
    private static final int WITH_FILE = 128;

    /// Longer than any input, so that none has it.
    private static final String UNHEARD_OF = "-".repeat(30) + "lapwing".repeat(5);

    private FormFuzz() {}

    static List<Bytes> seeds() {
        return List.of(
                Samples.text("\0csrf=abc&device.70B3D57ED0000101=&reason=%C3%BC+%0D%0A%26"),
                Samples.text("\0text=&a.b=%3d=&q="),
                withFile(multipart("XX", Map.of("csrf", "abc", "content", "a,b\nc,d"), "")),
                withFile(multipart("\r--X", Map.of("csrf", "abc"), "no boundary: that has a CR")),
                withFile(multipart("a-b", Map.of(), "devEui\r\n--a-\r\n\r\r\n--a-c\r\n-")),
                withFile(Samples.text("multipart/form-data; boundary=\"q\"\n--q--\r\n")));
    }

    private static Bytes withFile(Bytes rest) {
        return Bytes.concat(Bytes.of(0xff), rest);
    }

    private static Bytes multipart(String boundary, Map<String, String> fields, String file) {
        return Bytes.concat(
                Samples.text("multipart/form-data; boundary=" + boundary + "\n"),
                written(boundary, fields, Optional.of("a.csv"), Samples.text(file)));
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        Bytes rest = Bytes.of(octets).slice(1, octets.length);
        try {
            if ((octets[0] & 0xff) < WITH_FILE) {
                fields(new String(rest.toArray(), StandardCharsets.UTF_8));
            } else {
                multipart(new String(rest.toArray(), StandardCharsets.ISO_8859_1));
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
    }

    private static void fields(String body) {
        Form form = Form.parse(body);
        String again =
                form.fields().entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        // a form of no field at all and one of an empty name and value are written alike
        if (!again.equals("=") && !Form.parse(again).equals(form)) {
            throw new AssertionError("the form reads as another");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text.replace("\n", "\r\n"), StandardCharsets.UTF_8);
    }

    private static void multipart(String text) {
        int line = text.indexOf('\n');
        String type = line < 0 ? text : text.substring(0, line);
        Bytes body = Bytes.of(text.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1));
        Optional<Read> read = read(type, body);
        if (read.isPresent()) {
            Read first = read.get();
            Bytes again = written(UNHEARD_OF, first.fields(), first.name(), first.file());
            String ownType = Multipart.TYPE + "; boundary=" + UNHEARD_OF;
            if (!read(ownType, again).equals(read)) {
                throw new AssertionError("the form reads as another");
            }
        }
    }

    /// What was read, the file as well.
    private record Read(Map<String, String> fields, Optional<String> name, Bytes file) {}

    private static Optional<Read> read(String type, Bytes body) {
        try {
            Multipart.Sent sent = Multipart.read(type, new ByteArrayInputStream(body.toArray()));
            Bytes file = Bytes.of(sent.content().readAllBytes());
            return Optional.of(new Read(sent.form().fields(), sent.name(), file));
        } catch (IOException _) {
            return Optional.empty(); // it broke off
        }
    }

    private static Bytes written(
            String boundary, Map<String, String> fields, Optional<String> name, Bytes file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach((field, value) ->
                append(
                        out,
                        "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                .formatted(boundary, field, value.replace("\n", "\r\n"))));
        append(
                out,
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                        .formatted(boundary, name.orElse("")));
        out.writeBytes(file.toArray());
        append(out, "\r\n--" + boundary + "--\r\n");
        return Bytes.of(out.toByteArray());
    }

    private static void append(ByteArrayOutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
