package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// Derives secrets that are stored nowhere: the same one for the same purpose and context, and nothing that tells of it
/// for another.
@FunctionalInterface
public interface SecretSource {
    /// The secret for a purpose and a context.
    ///
    /// @param purpose a word, the same in all releases
    /// @return 32 octets; the caller closes it
    /// @throws io.lapwing.crypto.Fault `UNAVAILABLE` while the vault is away
    Secret derive(String purpose, Bytes context);
}
