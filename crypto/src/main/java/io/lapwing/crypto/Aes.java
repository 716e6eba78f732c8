package io.lapwing.crypto;

import io.lapwing.crypto.openssl.OpensslAes;

/// AES with keys in native memory: what a software vault and a device need of it.
///
/// Implementations are safe for use by many threads. Each refuses with `BAD_INPUT` keys that are not of 16, 24 or 32
/// octets and data of other lengths than stated.
public interface Aes {
    /// OpenSSL's libcrypto where this system has it, else the JDK, which copies keys to the Java heap while it computes.
    static Aes best() {
        return OpensslAes.load().orElseGet(JdkAes::new);
    }

    /// The JDK's, also where the system has libcrypto.
    static Aes jdk() {
        return new JdkAes();
    }

    /// The library that computes, with its version.
    String engine();

    /// AES-CMAC (RFC 4493).
    ///
    /// @return 16 octets
    Bytes cmac(Secret key, Bytes message);

    /// AES-ECB encryption of whole blocks.
    ///
    /// @param blocks a multiple of 16 octets
    Bytes encrypt(Secret key, Bytes blocks);

    /// AES-ECB decryption of whole blocks.
    ///
    /// @param blocks a multiple of 16 octets
    Bytes decrypt(Secret key, Bytes blocks);

    /// The key AES(key, block), which never leaves native memory.
    ///
    /// @param block 16 octets
    Secret derive(Secret key, Bytes block);

    /// AES key wrap (RFC 3394 §2.2.1).
    ///
    /// @param key 16, 24 or 32 octets
    /// @return 8 octets more than the key has
    Bytes wrap(Secret wrappingKey, Secret key);

    /// AES key unwrap (RFC 3394 §2.2.2).
    ///
    /// @throws Fault `TAMPERED` when the integrity check fails
    Secret unwrap(Secret wrappingKey, Bytes wrapped);

    /// Refuses what is not one or more whole blocks.
    static void requireBlocks(Bytes blocks) {
        if (blocks.length() == 0 || blocks.length() % 16 != 0) {
            throw Fault.badInput(
                    "AES data of " + blocks.length() + " bytes: want a multiple of 16");
        }
    }

    /// Refuses what is not one block.
    static void requireBlock(Bytes block) {
        if (block.length() != 16) {
            throw Fault.badInput("AES block of " + block.length() + " bytes: want 16");
        }
    }

    /// Refuses a length that no AES key has.
    static void requireKey(int lengthBytes) {
        if (lengthBytes != 16 && lengthBytes != 24 && lengthBytes != 32) {
            throw Fault.badInput("AES key of " + lengthBytes + " bytes: want 16, 24 or 32");
        }
    }

    /// Refuses a length that no wrapped AES key has.
    static void requireWrapped(Bytes wrapped) {
        int length = wrapped.length();
        if (length != 24 && length != 32 && length != 40) {
            throw Fault.badInput("wrapped key of " + length + " bytes: want 24, 32 or 40");
        }
    }

    /// What was unwrapped, if it is whole.
    ///
    /// @param key is closed when it is not
    static Secret requireWhole(boolean whole, Secret key) {
        if (!whole) {
            key.close();
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "wrapped key fails its integrity check: it is damaged or another key wraps it");
        }
        return key;
    }
}
