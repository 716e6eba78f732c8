package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;

/// A WebAuthn credential, as it is stored: nothing in it lets anyone in.
///
/// @param id the credential ID
/// @param data attested credential data (WebAuthn level 3 §6.5.1), with the public key
/// @param backupEligible the BE flag, which never changes (§6.1.3)
/// @param counter the signature counter seen last (§6.1.1)
public record Passkey(Bytes id, Bytes data, boolean backupEligible, long counter) {}
