package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a thief would do who knows what to look for: searches files for keys, as octets, in hexadecimal and in base64.
///
/// The files must belong to nobody at the moment: to close a file of SQLite that is in use takes its locks away
/// (sqlite.org, "How To Corrupt An SQLite Database File" §2.2).
final class KeyHunt {
    private final List<Secret> keys;

    KeyHunt(List<Secret> keys) {
        this.keys = List.copyOf(keys);
    }

    int keys() {
        return keys.size();
    }

    /// The first file below the folder with one of the keys in it.
    Optional<Path> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (isIn(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))) {
                    return Optional.of(folder.relativize(file));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, folder + " cannot be read", e);
        }
    }

    /// Whether one of the keys is in the text, whose characters are octets.
    boolean isIn(String text) {
        return keys.stream().flatMap(key -> forms(key).stream()).anyMatch(text::contains);
    }

    private static List<String> forms(Secret key) {
        byte[] octets = key.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            String hex = HexFormat.of().formatHex(octets);
            List<String> forms = new ArrayList<>();
            forms.add(new String(octets, StandardCharsets.ISO_8859_1));
            forms.add(hex);
            forms.add(hex.toUpperCase(Locale.ROOT));
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(octets));
            forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
            return forms;
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
