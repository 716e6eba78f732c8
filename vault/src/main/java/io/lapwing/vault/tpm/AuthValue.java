package io.lapwing.vault.tpm;

import io.lapwing.crypto.Secret;
import java.util.Arrays;
import java.util.Optional;

/// What shows that one may use an entity: a secret, or nothing where anybody may (Part 1, "authValue").
record AuthValue(Optional<Secret> secret) {
    static final AuthValue EMPTY = new AuthValue(Optional.empty());

    static AuthValue of(Secret secret) {
        return new AuthValue(Optional.of(secret));
    }

    /// Without zeros at the end, which a TPM removes. The caller wipes them.
    byte[] octets() {
        byte[] all = secret.map(Hmac::octets).orElseGet(() -> new byte[0]);
        int length = all.length;
        while (length > 0 && all[length - 1] == 0) {
            length--;
        }
        byte[] octets = Arrays.copyOf(all, length);
        Hmac.wipe(all);
        return octets;
    }
}
