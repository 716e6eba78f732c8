package io.lapwing.vault;

import io.lapwing.crypto.Fault;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The protected header of a sealed key: a JSON object of the texts `alg`, `enc` and, if its maker likes, `kid`.
/// Everything else in it, `crit` and `zip` too, is refused rather than ignored; so are escapes, which none of the three
/// needs.
record JweHeader(String algorithm, String encryption, Optional<String> keyId) {
    private static final Set<String> KNOWN = Set.of("alg", "enc", "kid");
    private static final String MEMBER =
            "\\s*\"([^\"\\\\]*)\"\\s*:\\s*\"([^\"\\\\\\p{Cntrl}]*)\"\\s*";
    private static final Pattern OBJECT =
            Pattern.compile("\\s*\\{" + MEMBER + "(?:," + MEMBER + ")*\\}\\s*");
    private static final Pattern EACH = Pattern.compile(MEMBER);

    static JweHeader parse(String json) {
        if (!OBJECT.matcher(json).matches()) {
            throw Fault.badInput("JWE header is not a JSON object of the texts alg, enc and kid");
        }
        Map<String, String> members = new HashMap<>();
        Matcher each = EACH.matcher(json);
        while (each.find()) {
            String name = each.group(1);
            if (!KNOWN.contains(name)) {
                throw Fault.badInput("JWE header has `" + name + "`: want alg, enc and kid alone");
            }
            if (members.put(name, each.group(2)) != null) {
                throw Fault.badInput("JWE header has `" + name + "` twice");
            }
        }
        return new JweHeader(
                members.getOrDefault("alg", ""),
                members.getOrDefault("enc", ""),
                Optional.ofNullable(members.get("kid")));
    }

    void require(String wantedAlgorithm, String wantedEncryption) {
        requireEqual("alg", algorithm, wantedAlgorithm);
        requireEqual("enc", encryption, wantedEncryption);
    }

    private static void requireEqual(String name, String value, String wanted) {
        if (!value.equals(wanted)) {
            throw Fault.badInput("JWE `" + name + "` `" + value + "`: want " + wanted);
        }
    }
}
