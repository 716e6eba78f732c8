package io.lapwing.safe;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.CryptoException;
import javacard.security.MessageDigest;
import javacard.security.Signature;

/// One session of COMPUTE SIGNATURE or VERIFY SIGNATURE: ECDSA with SHA-256 over a text that comes in pieces, or over its hash.
final class SignSession {
    /// IoT.05 §2.5.14: the applet hashes the text.
    static final byte MODE_TEXT = 1;

    /// The text was hashed outside.
    static final byte MODE_HASH = 3;

    private static final short HASH_BYTES = 32;

    /// IoT.05: the signature given is not of this text and key.
    private static final short SW_SIGNATURE_MISMATCH = 0x6d01;

    private static final byte CLOSED = 0;
    private static final short STATE_MODE = 0;
    private static final short STATE_KEY = 1;

    private final Pairs pairs;
    private final byte[] state =
            JCSystem.makeTransientByteArray((short) 2, JCSystem.CLEAR_ON_DESELECT);
    private final byte[] hash =
            JCSystem.makeTransientByteArray(HASH_BYTES, JCSystem.CLEAR_ON_DESELECT);
    private final MessageDigest sha =
            MessageDigest.getInstance(MessageDigest.ALG_SHA_256, /* externalAccess= */ false);
    private final Signature ecdsa =
            Signature.getInstance(Signature.ALG_ECDSA_SHA_256, /* externalAccess= */ false);

    SignSession(Pairs pairs) {
        this.pairs = pairs;
    }

    /// Begins anew, also when it was open.
    void open(byte mode, byte keyId) {
        if (mode != MODE_TEXT && mode != MODE_HASH) {
            throw Fields.wrong();
        }
        state[STATE_MODE] = mode;
        state[STATE_KEY] = keyId;
        sha.reset();
    }

    void close() {
        state[STATE_MODE] = CLOSED;
        sha.reset();
    }

    byte keyId() {
        return state[STATE_KEY];
    }

    /// The mode; `6985` when no session is open.
    byte mode() {
        if (state[STATE_MODE] == CLOSED) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        return state[STATE_MODE];
    }

    void text(byte[] octets, short offset, short length) {
        sha.update(octets, offset, length);
    }

    /// Takes the last piece of the text.
    void lastText(byte[] octets, short offset, short length) {
        sha.doFinal(octets, offset, length, hash, (short) 0);
    }

    void hash(byte[] octets, short offset) {
        Util.arrayCopyNonAtomic(octets, offset, hash, (short) 0, HASH_BYTES);
    }

    /// Writes `33 00 40 r s`.
    short sign(byte[] scratch, byte[] out) {
        ecdsa.init(pairs.signing(keyId()), Signature.MODE_SIGN);
        ecdsa.signPreComputedHash(hash, (short) 0, HASH_BYTES, scratch, (short) 0);
        out[0] = Tag.SIGNATURE;
        out[1] = 0;
        out[2] = (byte) Der.RAW_BYTES;
        Der.toRaw(scratch, (short) 0, out, (short) 3);
        return (short) (3 + Der.RAW_BYTES);
    }

    /// `6D01` unless `r | s` is the key's signature.
    void verify(byte[] octets, short offset, byte[] scratch) {
        short length = Der.fromRaw(octets, offset, scratch, (short) 0);
        boolean right;
        try {
            ecdsa.init(pairs.publicKey(keyId()), Signature.MODE_VERIFY);
            right =
                    ecdsa.verifyPreComputedHash(
                            hash, (short) 0, HASH_BYTES, scratch, (short) 0, length);
        } catch (CryptoException refused) {
            right = false;
        }
        if (!right) {
            ISOException.throwIt(SW_SIGNATURE_MISMATCH);
        }
    }
}
