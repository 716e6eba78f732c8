package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// Who somebody is at a provider: issuer and `sub` together (OpenID Connect Core 1.0 §5.7), as rows keep it.
final class OpenIdSubject {
    private OpenIdSubject() {}

    /// As it is given by hand.
    ///
    /// @throws Fault `BAD_INPUT` for what no provider has as a subject
    static String checked(String subject) {
        boolean printable = subject.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (subject.isBlank() || subject.length() > IdTokens.MAX_SUBJECT_LENGTH || !printable) {
            throw Fault.badInput(
                    "subject: want 1 to %d printable characters of ASCII, as the provider has them"
                            .formatted(IdTokens.MAX_SUBJECT_LENGTH));
        }
        return subject;
    }

    static Bytes hash(String issuer, String subject) {
        return Handle.hash(issuer.length() + " " + issuer + " " + subject);
    }
}
