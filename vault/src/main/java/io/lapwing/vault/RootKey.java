package io.lapwing.vault;

import io.lapwing.crypto.Bytes;

/// A root key, or a key derived from one inside the vault, as the operations that LoRaWAN needs of it.
///
/// There is deliberately no block encryption: with it a caller could compute every session key in the clear.
public interface RootKey {
    /// AES-CMAC (RFC 4493) over `message`.
    ///
    /// @return 16 octets, of which LoRaWAN uses the first four
    Bytes cmac(Bytes message);

    /// AES block decryption of one or two blocks, as a join-accept is protected (TS001-1.0.4 §6.2.3).
    ///
    /// @param blocks 16 or 32 octets
    Bytes decrypt(Bytes blocks);

    /// The key AES(this, block), kept inside the vault, for the one thing its type is for: SNwkSIntKey (03) for the CMAC
    /// of a rejoin-request of type 0 or 2 (TS001-1.1 §6.2.4.1), JSEncKey (05) for block decryption, JSIntKey (06) for
    /// CMAC (§6.1.1.4), and the key of a device's alarms (A1) for CMAC.
    ///
    /// @param block 16 octets whose first is 03, 05, 06 or A1, the key's type
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` for a block of any other type, and from the derived key for any
    ///     operation but its own
    RootKey derive(Bytes block);

    /// The session key AES(this, block), which leaves the vault only under the receiver's key (RFC 3394).
    ///
    /// The first octet of `block` is the session key's type. A network server's key never receives type 02 (AppSKey),
    /// an application server's key receives nothing else.
    ///
    /// @param block 16 octets whose first is 01, 02, 03 or 04
    /// @return 24 octets
    /// @throws io.lapwing.crypto.Fault `FORBIDDEN` when the receiver's role may not have a key of this type
    Bytes deriveFor(Bytes block, ReceiverKey receiver);
}
