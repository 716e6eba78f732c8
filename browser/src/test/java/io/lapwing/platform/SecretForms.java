package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Ways to write octets down in which a key might leak: as they are, in hexadecimal, in base64, as a list of numbers.
record SecretForms(List<String> forms) {
    static SecretForms of(Bytes key) {
        byte[] octets = key.toArray();
        String hex = HexFormat.of().formatHex(octets);
        List<String> signed =
                IntStream.range(0, octets.length).mapToObj(i -> Byte.toString(octets[i])).toList();
        return new SecretForms(
                List.of(
                        new String(octets, StandardCharsets.ISO_8859_1),
                        hex,
                        hex.toUpperCase(Locale.ROOT),
                        HexFormat.ofDelimiter(":").formatHex(octets),
                        Base64.getEncoder().withoutPadding().encodeToString(octets),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(octets),
                        String.join(",", signed),
                        String.join(", ", signed)));
    }

    boolean isIn(String text) {
        return forms.stream().anyMatch(text::contains);
    }
}
