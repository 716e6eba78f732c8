package io.lapwing.safe;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.KeyBuilder;
import javacardx.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/// LoRaWAN's keys and what is computed with them. IoT SAFE knows no AES: these are instructions of this applet's own.
///
/// A root key and a join key encrypt nothing that a terminal chose, since the encryption of a derivation block *is* a session
/// key; a block derives only into the slot of its own type; a join-accept is given out only if its MIC is right. Join and
/// session keys are gone when the applet is deselected.
final class Lorawan {
    static final byte NWK_KEY = 0;
    static final byte APP_KEY = 1;
    static final byte JS_ENC_KEY = 2;
    static final byte JS_INT_KEY = 3;
    static final byte FIRST_SESSION_KEY = 4;
    static final byte SLOTS = 8;

    private static final short BLOCK = Cmac.BLOCK;

    /// The octet that begins the block from which a slot's key is derived (TS001-1.1 §6.1.1.4, §6.2.3).
    private static final byte[] TYPES = {0, 0, 5, 6, 1, 2, 3, 4};

    // A join-accept as opened: `JoinReqType | JoinEUI | DevNonce` come before its blocks (TS001-1.1
    // §6.2.3).
    private static final short JOIN_REQ_TYPE = 0;
    private static final short CONTEXT_BYTES = 11;
    private static final short DL_SETTINGS = 10;
    private static final byte OPT_NEG = (byte) 0x80;
    private static final byte MHDR_JOIN_ACCEPT = 0x20;
    private static final byte JOIN_REQUEST = (byte) 0xff;
    private static final byte LAST_REJOIN = 2;
    private static final short MIC_BYTES = 4;

    private final Secrets secrets;
    private final Cipher aes =
            Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, /* externalAccess= */ false);
    private final Cmac cmac = new Cmac(aes);
    private final AESKey[] derived = new AESKey[SLOTS - JS_ENC_KEY];

    /// The slot of the message that comes in pieces, and one more; 0 when there is none.
    private final byte[] chain =
            JCSystem.makeTransientByteArray((short) 1, JCSystem.CLEAR_ON_DESELECT);

    Lorawan(Secrets secrets) {
        this.secrets = secrets;
        for (short i = 0; i < (short) derived.length; i++) {
            derived[i] =
                    (AESKey)
                            KeyBuilder.buildKey(
                                    KeyBuilder.TYPE_AES_TRANSIENT_DESELECT,
                                    KeyBuilder.LENGTH_AES_128,
                                    /* keyEncryption= */ false);
        }
    }

    /// Forgets a message that was begun.
    void dropMessage() {
        chain[0] = 0;
    }

    /// Forgets every join and session key.
    void forget() {
        chain[0] = 0;
        for (short i = 0; i < (short) derived.length; i++) {
            derived[i].clearKey();
        }
    }

    private AESKey key(byte slot) {
        AESKey key = null;
        if (slot == NWK_KEY) {
            key = secrets.nwkKey();
        } else if (slot == APP_KEY) {
            key = secrets.appKey();
        } else if (slot > APP_KEY && slot < SLOTS) {
            key = derived[(short) (slot - JS_ENC_KEY)];
        } else {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
        return filled(key);
    }

    private static AESKey filled(@Nullable AESKey key) {
        if (key == null || !key.isInitialized()) {
            throw empty();
        }
        return key;
    }

    private static ISOException empty() {
        ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        return new ISOException(ISO7816.SW_FILE_NOT_FOUND);
    }

    /// Takes a piece of a message; with the last one writes its CMAC.
    ///
    /// @return how long the answer is
    short mac(byte slot, boolean last, byte[] octets, short offset, short length, byte[] out) {
        AESKey key = key(slot);
        if (chain[0] == 0) {
            cmac.start();
        } else if (chain[0] != (byte) (slot + 1)) {
            chain[0] = 0;
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        cmac.update(key, octets, offset, length);
        if (!last) {
            chain[0] = (byte) (slot + 1);
            return 0;
        }
        chain[0] = 0;
        cmac.finish(key, out, (short) 0);
        return BLOCK;
    }

    /// Encrypts whole blocks with a session key.
    short encrypt(byte slot, byte[] octets, short offset, short length, byte[] out) {
        if (slot >= NWK_KEY && slot < FIRST_SESSION_KEY) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        AESKey key = key(slot);
        if (length == 0 || (short) (length % BLOCK) != 0) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        aes.init(key, Cipher.MODE_ENCRYPT);
        return aes.doFinal(octets, offset, length, out, (short) 0);
    }

    /// Derives AES(root key, block) into a slot.
    void derive(byte from, byte into, byte[] octets, short offset, short length, byte[] scratch) {
        if (from < NWK_KEY || from > APP_KEY || into <= APP_KEY || into >= SLOTS) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
        if (length != BLOCK) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        AESKey root = key(from);
        if (octets[offset] != TYPES[into]) {
            throw Fields.wrong();
        }
        aes.init(root, Cipher.MODE_ENCRYPT);
        aes.doFinal(octets, offset, BLOCK, scratch, (short) 0);
        derived[(short) (into - JS_ENC_KEY)].setKey(scratch, (short) 0);
        Util.arrayFillNonAtomic(scratch, (short) 0, BLOCK, (byte) 0);
    }

    /// Opens `JoinReqType(1) | JoinEUI(8) | DevNonce(2) | blocks(16 or 32)` and writes the join-accept with its MIC;
    /// `6982` when the MIC is wrong.
    ///
    /// @param has11 whether the device speaks 1.1
    short open(
            boolean has11, byte[] octets, short offset, short length, byte[] scratch, byte[] out) {
        short size = (short) (length - CONTEXT_BYTES);
        if (size != BLOCK && size != (short) (2 * BLOCK)) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        byte type = octets[(short) (offset + JOIN_REQ_TYPE)];
        boolean rejoin = type >= 0 && type <= LAST_REJOIN;
        if (type != JOIN_REQUEST && !(rejoin && has11)) {
            throw Fields.wrong();
        }
        byte joining = has11 ? NWK_KEY : APP_KEY;
        aes.init(key(rejoin ? JS_ENC_KEY : joining), Cipher.MODE_ENCRYPT);
        aes.doFinal(octets, (short) (offset + CONTEXT_BYTES), size, out, (short) 0);
        short termsBytes = (short) (size - MIC_BYTES);
        boolean keyedAs11 = has11 && (out[DL_SETTINGS] & OPT_NEG) != 0;
        AESKey micKey = key(keyedAs11 ? JS_INT_KEY : joining);
        cmac.start();
        if (keyedAs11) {
            cmac.update(micKey, octets, offset, CONTEXT_BYTES);
        }
        scratch[0] = MHDR_JOIN_ACCEPT;
        cmac.update(micKey, scratch, (short) 0, (short) 1);
        cmac.update(micKey, out, (short) 0, termsBytes);
        cmac.finish(micKey, scratch, (short) 0);
        byte difference = 0;
        for (short i = 0; i < MIC_BYTES; i++) {
            difference = (byte) (difference | (scratch[i] ^ out[(short) (termsBytes + i)]));
        }
        if (difference != 0) {
            ISOException.throwIt(ISO7816.SW_SECURITY_STATUS_NOT_SATISFIED);
        }
        return size;
    }
}
