package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// Where a node, or the Central Entity, makes and holds keys: a TPM 2.0 ([TpmChip]), or [SoftwareChip].
///
/// A session key is made for one Central Entity: its chip can pass it on, to whom its signer permits, and nobody else's. Any
/// number of keys may be open.
///
/// Methods throw [Fault]: `TAMPERED` for a sealed key or a blob that is not for this chip or was altered, `UNAVAILABLE` when
/// the chip does not answer, `EXHAUSTED` when it is full.
public interface KeyChip {
    /// The public part of its storage key; the same for as long as the chip is.
    StorageKey storageKey();

    /// A new session key of 16 octets or more, which this chip alone chose.
    ///
    /// @param central whose chip may pass it on
    MadeKey create(CentralKeys central);

    /// A session key that was sealed to this chip.
    ///
    /// @param central through whom it came
    DerivingKey load(SealedKey sealed, CentralKeys central);

    /// At the Central Entity: the same key, sealed to another chip. It is not loaded here where the chip can do without
    /// (TPM2_Rewrap).
    ///
    /// @param signer the Central Entity's, which permits that keys go to the new parent
    SealedKey rewrap(SealedKey sealed, StorageKey newParent, ListSigner signer);

    /// Takes a key over that was agreed or delivered: the chip can hold it for good.
    ///
    /// @param key 16 or 32 octets, read only
    Held hold(Secret key);

    /// A key that this chip holds, again: after a restart.
    DerivingKey open(Bytes blob);

    /// A session key in the chip that made it.
    interface MadeKey extends DerivingKey {
        /// The key, sealed to the chip of the Central Entity for which it was made.
        SealedKey sealed();
    }

    /// A key that the chip took over.
    ///
    /// @param blob by which the same chip opens the key again; of no use to others
    record Held(DerivingKey key, Bytes blob) {}
}
