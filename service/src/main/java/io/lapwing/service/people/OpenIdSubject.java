package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;

/// Who somebody is at a provider: issuer and `sub` together (OpenID Connect Core 1.0 §5.7), as rows keep it.
final class OpenIdSubject {
    private OpenIdSubject() {}

    static Bytes hash(String issuer, String subject) {
        return Handle.hash(issuer.length() + " " + issuer + " " + subject);
    }
}
