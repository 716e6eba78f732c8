package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;

/// Where a node, or the Central Entity, makes and holds keys: a TPM 2.0, or [SoftwareChip].
///
/// Methods throw [Fault]: `TAMPERED` for a sealed key or a blob that is not for this chip or was altered, `UNAVAILABLE` when
/// the chip does not answer, `EXHAUSTED` when it is full.
public interface KeyChip {
    /// The public part of its storage key; the same for as long as the chip is.
    StorageKey storageKey();

    /// A new session key of 16 octets or more, which this chip alone chose.
    ///
    /// @param mayGoTo the one chip to which it may be duplicated
    ChipKey create(StorageKey mayGoTo);

    /// A session key that was sealed to this chip.
    ChipKey load(SealedKey sealed);

    /// The same key, sealed to another chip: it is not loaded here (TPM2_Rewrap).
    SealedKey rewrap(SealedKey sealed, StorageKey newParent);

    /// Takes a key over that was agreed or delivered: the chip can hold it for good.
    Held hold(Secret key);

    /// A key that this chip holds, again: after a restart.
    DerivingKey open(Bytes blob);

    /// A session key in a chip.
    interface ChipKey extends DerivingKey {
        /// Seals the key to another chip.
        ///
        /// @throws Fault `FORBIDDEN` unless it was made to go there
        SealedKey duplicate(StorageKey newParent);
    }

    /// A key that the chip took over.
    ///
    /// @param blob by which the same chip opens the key again; of no use to others
    record Held(DerivingKey key, Bytes blob) {}
}
