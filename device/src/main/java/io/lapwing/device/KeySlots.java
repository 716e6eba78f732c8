package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.util.Optional;

/// A device's keys as operations. No operation returns a key, nor lets a caller compute one:
/// - a root key and a join key encrypt nothing that a caller chose, since the encryption of a derivation block *is* a
///   session key; a join-accept is opened inside and given out only if its MIC is right;
/// - a block derives only into the slot of its own type.
///
/// One thread at a time.
public interface KeySlots extends AutoCloseable {
    /// AES-CMAC (RFC 4493).
    ///
    /// @return 16 octets
    /// @throws Fault `NOT_FOUND` when the slot is empty
    Bytes cmac(KeySlot slot, Bytes message);

    /// AES encryption of whole blocks with a session key.
    ///
    /// @throws Fault `FORBIDDEN` for a root key or join key, `NOT_FOUND` when the slot is empty
    Bytes encrypt(KeySlot slot, Bytes blocks);

    /// Derives AES(from, block) into a slot, over what is there.
    ///
    /// @param from a root key
    /// @param block 16 octets
    /// @throws Fault `FORBIDDEN` unless the block is of the slot's type, `NOT_FOUND` when `from` is empty
    void derive(KeySlot from, Bytes block, KeySlot into);

    /// Opens the join-accept that answers an attempt (TS001-1.1 §6.2.3).
    ///
    /// @return nothing when its MIC is wrong
    Optional<JoinAccept> openJoinAccept(ProtectedJoinAccept frame, JoinAttempt attempt);

    /// The session keys that are in the slots now, and those that will be.
    default SessionKeys sessionKeys() {
        return new SlottedSessionKeys(this);
    }

    @Override
    void close();
}
