package io.lapwing.safe;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.security.AESKey;
import javacard.security.KeyBuilder;
import org.jspecify.annotations.Nullable;

/// The secret keys, put in at the installation and by nothing else.
///
/// - 01, 02, 03 are the device's root keys of 32 octets: PRF and HKDF derive from them.
/// - 11 and 12 are LoRaWAN's NwkKey and AppKey of 16 octets: [Lorawan] computes with them, PRF and HKDF do not.
final class Secrets {
    static final byte ROOTS = 3;
    static final byte FIRST_ROOT = 0x01;
    static final byte NWK_KEY = 0x11;
    static final byte APP_KEY = 0x12;
    static final short ROOT_BYTES = 32;
    static final short LORAWAN_BYTES = 16;

    private final @Nullable AESKey[] roots = new AESKey[ROOTS];
    private @Nullable AESKey nwkKey;
    private @Nullable AESKey appKey;

    /// Takes a key of the installation's parameters; `6A80` for another id or length, or a second key of an id.
    void put(byte id, byte[] octets, short offset, short length) {
        if (id == NWK_KEY && length == LORAWAN_BYTES && nwkKey == null) {
            nwkKey = key(KeyBuilder.LENGTH_AES_128, octets, offset);
        } else if (id == APP_KEY && length == LORAWAN_BYTES && appKey == null) {
            appKey = key(KeyBuilder.LENGTH_AES_128, octets, offset);
        } else if (isRoot(id) && length == ROOT_BYTES && roots[(short) (id - FIRST_ROOT)] == null) {
            roots[(short) (id - FIRST_ROOT)] = key(KeyBuilder.LENGTH_AES_256, octets, offset);
        } else {
            throw Fields.wrong();
        }
    }

    private static boolean isRoot(byte id) {
        return id >= FIRST_ROOT && id < (byte) (FIRST_ROOT + ROOTS);
    }

    private static AESKey key(short bits, byte[] octets, short offset) {
        AESKey key =
                (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, bits, /* keyEncryption= */ false);
        key.setKey(octets, offset);
        return key;
    }

    boolean isFilled(byte id) {
        return (id == NWK_KEY && nwkKey != null)
                || (id == APP_KEY && appKey != null)
                || (isRoot(id) && roots[(short) (id - FIRST_ROOT)] != null);
    }

    /// Copies a root key and says how long it is; the caller wipes the copy. `6A82` for an empty or unknown one, `6985` for one
    /// of LoRaWAN.
    short root(byte id, byte[] scratch) {
        if (id == NWK_KEY || id == APP_KEY) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        AESKey key = isRoot(id) ? roots[(short) (id - FIRST_ROOT)] : null;
        if (key == null) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
            return 0;
        }
        return key.getKey(scratch, (short) 0);
    }

    @Nullable AESKey nwkKey() {
        return nwkKey;
    }

    @Nullable AESKey appKey() {
        return appKey;
    }
}
