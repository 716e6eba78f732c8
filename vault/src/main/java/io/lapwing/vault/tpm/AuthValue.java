package io.lapwing.vault.tpm;

import io.lapwing.crypto.Secret;
import java.util.Optional;

/// What shows that one may use an entity: a secret, or nothing where anybody may (Part 1, "authValue").
///
/// @param secret without zeros at its end, which a TPM removes
record AuthValue(Optional<Secret> secret) {
    static final AuthValue EMPTY = new AuthValue(Optional.empty());

    static AuthValue of(Secret secret) {
        return new AuthValue(Optional.of(secret));
    }

    /// The caller wipes them.
    byte[] octets() {
        return secret.map(Hmac::octets).orElseGet(() -> new byte[0]);
    }
}
