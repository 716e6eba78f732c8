package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.SessionKeyType;

/// The session keys that one side of a session has, as operations: a device has all, a network server all but the AppSKey,
/// an application server the AppSKey alone.
///
/// Each throws [io.lapwing.crypto.Fault] `NOT_FOUND` for a key that this side does not have.
public interface SessionKeys {
    /// AES-CMAC (RFC 4493).
    ///
    /// @return 16 octets
    Bytes cmac(SessionKeyType type, Bytes message);

    /// AES encryption of whole blocks.
    Bytes encrypt(SessionKeyType type, Bytes blocks);
}
