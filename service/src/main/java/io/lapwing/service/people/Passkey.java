package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A WebAuthn credential, as it is stored: nothing in it lets anyone in.
///
/// @param id the credential ID
/// @param data attested credential data (WebAuthn level 3 §6.5.1), with the public key
/// @param backupEligible the BE flag, which never changes (§6.1.3)
/// @param counter the signature counter seen last (§6.1.1)
/// @param since when it was set up; empty in rows of older versions
public record Passkey(
        Bytes id, Bytes data, boolean backupEligible, long counter, Optional<Instant> since) {
    private static final int HANDLE_DIGITS = 16;

    Passkey at(Instant now) {
        return new Passkey(id, data, backupEligible, counter, Optional.of(now));
    }

    /// As lists name it.
    KnownPasskey known() {
        String handle = Sha256.digest(id.toArray()).toHex().toLowerCase(Locale.ROOT);
        return new KnownPasskey(handle.substring(0, HANDLE_DIGITS), since);
    }
}
