package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RootKeyRef;

/// A device's root keys as operations, for one thread and one request. What is opened is gone when the work is done.
public interface RootKeyWork {
    /// The root key of this kind, slot and version.
    ///
    /// @throws io.lapwing.crypto.Fault `NOT_FOUND` when the device has it no more
    Key key(RootKeyKind kind, RootKeyRef ref);

    /// A root key, or a key derived from one that stays where root keys live.
    interface Key {
        /// AES-CMAC (RFC 4493), 16 octets.
        Bytes cmac(Bytes message);

        /// AES block decryption of 16 or 32 octets: how a join-accept is protected (TS001-1.0.4 §6.2.6).
        Bytes decrypt(Bytes blocks);

        /// AES(this, block), for one purpose: SNwkSIntKey (03) and JSIntKey (06) for CMAC, JSEncKey (05) for decryption.
        ///
        /// @param block 16 octets whose first is 03, 05 or 06
        Key derive(Bytes block);

        /// The session key AES(this, block), wrapped for its receiver (RFC 3394): 24 octets.
        ///
        /// @param block 16 octets whose first is 01 to 04
        /// @throws io.lapwing.crypto.Fault `NOT_FOUND` when there is no wrapping key of this role and label, `FORBIDDEN`
        ///     when the role may not have a key of this type
        Bytes deriveFor(Bytes block, Receiver receiver);
    }

    /// Who gets a session key.
    ///
    /// @param label under which both sides know the wrapping key
    record Receiver(Role role, String label) {}

    /// In which role it gets it: a network server never gets an AppSKey, an application server nothing else.
    enum Role {
        NETWORK_SERVER,
        APPLICATION_SERVER
    }
}
