package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A key as it may be stored: ciphertext under a vault key, bound to its row.
///
/// @param version the version of the vault key that wraps it, from 1
/// @param ciphertext the RFC 3394 ciphertext: 24, 32 or 40 octets
/// @param tag AES-CMAC over version, [KeyBinding#encoded()] and ciphertext under the vault's binding key, 16 octets
public record WrappedKey(int version, Bytes ciphertext, Bytes tag) {
    public WrappedKey {
        if (version < 1) {
            throw Fault.badInput("vault key version " + version + ": want 1 or more");
        }
        int length = ciphertext.length();
        if (length != 24 && length != 32 && length != 40) {
            throw Fault.badInput("wrapped key of " + length + " bytes: want 24, 32 or 40");
        }
        if (tag.length() != 16) {
            throw Fault.badInput("binding tag of " + tag.length() + " bytes: want 16");
        }
    }
}
