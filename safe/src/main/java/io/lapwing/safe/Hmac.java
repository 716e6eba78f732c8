package io.lapwing.safe;

import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.MessageDigest;

/// HMAC-SHA-256 (RFC 2104) from the digest alone, since few cards have keys for HMAC; and what is made of it.
final class Hmac {
    static final short LENGTH = 32;
    private static final short BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest sha =
            MessageDigest.getInstance(MessageDigest.ALG_SHA_256, /* externalAccess= */ false);

    /// The key, padded to a block.
    private final byte[] block = JCSystem.makeTransientByteArray(BLOCK, JCSystem.CLEAR_ON_DESELECT);

    private final byte[] inner =
            JCSystem.makeTransientByteArray(LENGTH, JCSystem.CLEAR_ON_DESELECT);

    /// A(i) of RFC 5246 §5, then a piece of the output.
    private final byte[] chain =
            JCSystem.makeTransientByteArray((short) (2 * LENGTH), JCSystem.CLEAR_ON_DESELECT);

    /// Takes a key until [#forget].
    void key(byte[] octets, short offset, short length) {
        Util.arrayFillNonAtomic(block, (short) 0, BLOCK, (byte) 0);
        if (length > BLOCK) {
            sha.reset();
            sha.doFinal(octets, offset, length, block, (short) 0);
        } else {
            Util.arrayCopyNonAtomic(octets, offset, block, (short) 0, length);
        }
    }

    /// The MAC over `first | second`. `out` may be one of the parts.
    void mac(
            byte[] first,
            short firstAt,
            short firstLength,
            byte[] second,
            short secondAt,
            short secondLength,
            byte[] out,
            short outAt) {
        pad(INNER);
        sha.reset();
        sha.update(block, (short) 0, BLOCK);
        sha.update(first, firstAt, firstLength);
        sha.doFinal(second, secondAt, secondLength, inner, (short) 0);
        pad((byte) (INNER ^ OUTER));
        sha.update(block, (short) 0, BLOCK);
        sha.doFinal(inner, (short) 0, LENGTH, out, outAt);
        pad(OUTER);
    }

    private void pad(byte octet) {
        for (short i = 0; i < BLOCK; i++) {
            block[i] = (byte) (block[i] ^ octet);
        }
    }

    /// P_SHA256 (RFC 5246 §5) over a label and seed, into `length` octets of `out`.
    void expand(byte[] seed, short seedAt, short seedLength, byte[] out, short length) {
        mac(seed, seedAt, seedLength, seed, seedAt, (short) 0, chain, (short) 0);
        for (short done = 0; done < length; done = (short) (done + LENGTH)) {
            mac(chain, (short) 0, LENGTH, seed, seedAt, seedLength, chain, LENGTH);
            short left = (short) (length - done);
            short size = left < LENGTH ? left : LENGTH;
            Util.arrayCopyNonAtomic(chain, LENGTH, out, done, size);
            mac(chain, (short) 0, LENGTH, seed, seedAt, (short) 0, chain, (short) 0);
        }
    }

    void forget() {
        Util.arrayFillNonAtomic(block, (short) 0, BLOCK, (byte) 0);
        Util.arrayFillNonAtomic(inner, (short) 0, LENGTH, (byte) 0);
        Util.arrayFillNonAtomic(chain, (short) 0, (short) (2 * LENGTH), (byte) 0);
    }
}
