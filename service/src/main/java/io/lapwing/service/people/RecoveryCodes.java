package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Codes that stand in for a lost second factor, each once: 80 random bits as four groups of four.
final class RecoveryCodes {
    static final int COUNT = 10;

    private static final int BYTES = 10;
    private static final Pattern CODE = Pattern.compile("([a-z2-7]{4}-){3}[a-z2-7]{4}");

    private RecoveryCodes() {}

    static List<String> random() {
        return Stream.generate(RecoveryCodes::one).limit(COUNT).toList();
    }

    private static String one() {
        String text = Base32.text(Handle.octets(BYTES)).toLowerCase(Locale.ROOT);
        return String.join("-", text.split("(?<=\\G.{4})", 4));
    }

    static List<Bytes> hashes(List<String> codes) {
        return codes.stream().map(Handle::hash).toList();
    }

    /// What is left after this code was taken; empty when it is none of them.
    static Optional<List<Bytes>> without(List<Bytes> hashes, String code) {
        if (!CODE.matcher(code).matches()) {
            return Optional.empty();
        }
        List<Bytes> left = new ArrayList<>(hashes);
        return left.remove(Handle.hash(code)) ? Optional.of(left) : Optional.empty();
    }
}
