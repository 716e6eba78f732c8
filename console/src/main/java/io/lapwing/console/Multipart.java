package io.lapwing.console;

import io.lapwing.crypto.Fault;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form with one file, as a browser sends it (`multipart/form-data`, RFC 7578): its fields first, then the file as a
/// stream, of which no more than a piece is in memory.
///
/// A body that ends before its last boundary (RFC 2046 §5.1.1) is an [IOException] to whoever reads the file, so that
/// half a file is never taken for a whole one.
public final class Multipart {
    public static final String TYPE = "multipart/form-data";

    /// The most fields beside the file.
    private static final int MOST_FIELDS = 20;

    /// The longest value of such a field: pasted text is one.
    static final int MOST_FIELD_BYTES = 1 << 20;

    private static final int MOST_HEADER_BYTES = 4 * 1024;

    private static final String END_OF_HEADER = "\r\n\r\n";

    /// RFC 2046 §5.1.1: 1 to 70 characters; browsers send letters, digits and hyphens.
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?");

    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("[; ]filename=\"([^\"]*)\"");

    private final InputStream in;
    private final byte[] delimiter;

    private Multipart(InputStream in, String boundary) {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What was sent.
    ///
    /// @param name of the file, as its sender has it; empty when none was chosen
    /// @param content of the file, to be read once
    public record Sent(Form form, Optional<String> name, InputStream content) {}

    /// Reads a body up to its file.
    ///
    /// @throws Fault `BAD_INPUT` when it is no such form, or a field comes twice or is too long
    public static Sent read(String type, InputStream body) throws IOException {
        Matcher boundary = BOUNDARY.matcher(type);
        if (!type.toLowerCase(Locale.ROOT).startsWith(TYPE) || !boundary.find()) {
            throw Fault.badInput("body of type \"" + type + "\": want " + TYPE);
        }
        // the first boundary has no line before it: lent one, it looks like the others
        InputStream whole =
                new java.io.SequenceInputStream(
                        new java.io.ByteArrayInputStream(new byte[] {'\r', '\n'}), body);
        return new Multipart(new BufferedInputStream(whole, 1 << 16), boundary.group(1)).sent();
    }

    private Sent sent() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        long _ = new Part().transferTo(java.io.OutputStream.nullOutputStream());
        while (next()) {
            String header = header();
            String name = first(NAME, header).orElseThrow(() -> broken("a part without a name"));
            Optional<String> file = first(FILE, header);
            if (file.isPresent()) {
                Optional<String> chosen = file.filter(text -> !text.isEmpty());
                return new Sent(new Form(fields), chosen, new Part());
            }
            if (fields.size() == MOST_FIELDS || fields.putIfAbsent(name, value(name)) != null) {
                throw broken("more than " + MOST_FIELDS + " fields, or one given twice");
            }
        }
        return new Sent(new Form(fields), Optional.empty(), InputStream.nullInputStream());
    }

    private static Fault broken(String why) {
        return Fault.badInput("form: " + why);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Whether another part follows the boundary that was read: `--` after it ends the form.
    private boolean next() throws IOException {
        int first = required();
        int second = required();
        if (first == '-' && second == '-') {
            return false;
        }
        if (first != '\r' || second != '\n') {
            throw broken("a boundary without an end of line");
        }
        return true;
    }

    private int required() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new IOException("the body ended within a form");
        }
        return octet;
    }

    /// The headers of a part, on one line.
    private String header() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int ended = 0;
        while (text.size() < MOST_HEADER_BYTES) {
            int octet = required();
            text.write(octet);
            boolean goesOn = octet == END_OF_HEADER.charAt(ended);
            ended = goesOn ? ended + 1 : octet == '\r' ? 1 : 0;
            if (ended == END_OF_HEADER.length()) {
                return text.toString(StandardCharsets.UTF_8).replace("\r\n", "; ");
            }
        }
        throw broken("headers of a part of more than " + MOST_HEADER_BYTES + " bytes");
    }

    private String value(String name) throws IOException {
        byte[] octets = new Part().readNBytes(MOST_FIELD_BYTES + 1);
        if (octets.length > MOST_FIELD_BYTES) {
            throw Fault.badInput(
                    "field %s of more than %d bytes: want less, or a file"
                            .formatted(name, MOST_FIELD_BYTES));
        }
        return new String(octets, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /// The octets up to the next boundary, which is read away.
    private final class Part extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            if (ended) {
                return -1;
            }
            int octet = required();
            if (octet != delimiter[0]) {
                return octet;
            }
            in.mark(delimiter.length);
            for (int i = 1; i < delimiter.length; i++) {
                if (required() != (delimiter[i] & 0xff)) {
                    in.reset();
                    return octet;
                }
            }
            ended = true;
            return -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int octet = read();
                if (octet < 0) {
                    return count > 0 ? count : -1;
                }
                buffer[offset + count++] = (byte) octet;
            }
            return count;
        }
    }
}
