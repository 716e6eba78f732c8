package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;

/// A way that a key's policy allows: to one storage key, with what shows that it is allowed. Made by
/// [DuplicationPolicy.Parents#to] and [DuplicationPolicy.Group#to].
public sealed interface Route {
    /// The policy that the key has.
    DuplicationPolicy policy();

    /// Where the key goes.
    StoragePublic parent();

    /// To a parent that the policy names.
    record Direct(DuplicationPolicy.Parents policy, StoragePublic parent) implements Route {}

    /// To a parent that the group's authority permits.
    ///
    /// @param signature 64 octets
    record Permitted(DuplicationPolicy.Group policy, StoragePublic parent, Bytes signature)
            implements Route {}
}
