package io.lapwing.safe;

import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacardx.crypto.Cipher;

/// AES-CMAC (RFC 4493) from the cipher alone, over a message that comes in pieces.
final class Cmac {
    static final short BLOCK = 16;
    private static final byte RB = (byte) 0x87;

    private final Cipher aes;
    private final byte[] state = JCSystem.makeTransientByteArray(BLOCK, JCSystem.CLEAR_ON_DESELECT);

    /// The last block so far: only at the end is it known to be the last.
    private final byte[] last = JCSystem.makeTransientByteArray(BLOCK, JCSystem.CLEAR_ON_DESELECT);

    private final short[] filled =
            JCSystem.makeTransientShortArray((short) 1, JCSystem.CLEAR_ON_DESELECT);

    Cmac(Cipher aes) {
        this.aes = aes;
    }

    void start() {
        Util.arrayFillNonAtomic(state, (short) 0, BLOCK, (byte) 0);
        filled[0] = 0;
    }

    void update(AESKey key, byte[] octets, short offset, short length) {
        for (short i = 0; i < length; i++) {
            if (filled[0] == BLOCK) {
                absorb(key);
                filled[0] = 0;
            }
            last[filled[0]] = octets[(short) (offset + i)];
            filled[0]++;
        }
    }

    private void absorb(AESKey key) {
        for (short i = 0; i < BLOCK; i++) {
            state[i] = (byte) (state[i] ^ last[i]);
        }
        aes.init(key, Cipher.MODE_ENCRYPT);
        aes.doFinal(state, (short) 0, BLOCK, state, (short) 0);
    }

    /// Ends the message: 16 octets into `out`.
    void finish(AESKey key, byte[] out, short offset) {
        boolean whole = filled[0] == BLOCK;
        if (!whole) {
            last[filled[0]] = (byte) 0x80;
            for (short i = (short) (filled[0] + 1); i < BLOCK; i++) {
                last[i] = 0;
            }
        }
        // The subkey is made where the result will be.
        Util.arrayFillNonAtomic(out, offset, BLOCK, (byte) 0);
        aes.init(key, Cipher.MODE_ENCRYPT);
        aes.doFinal(out, offset, BLOCK, out, offset);
        twice(out, offset);
        if (!whole) {
            twice(out, offset);
        }
        for (short i = 0; i < BLOCK; i++) {
            last[i] = (byte) (last[i] ^ out[(short) (offset + i)]);
        }
        absorb(key);
        Util.arrayCopyNonAtomic(state, (short) 0, out, offset, BLOCK);
        start();
        Util.arrayFillNonAtomic(last, (short) 0, BLOCK, (byte) 0);
    }

    /// Doubles in GF(2^128), without a branch on what is doubled.
    private static void twice(byte[] octets, short offset) {
        byte carry = (byte) ((octets[offset] & 0x80) >> 7);
        for (short i = 0; i < (short) (BLOCK - 1); i++) {
            short here = (short) (offset + i);
            octets[here] =
                    (byte) ((octets[here] << 1) | ((octets[(short) (here + 1)] & 0x80) >> 7));
        }
        short end = (short) (offset + BLOCK - 1);
        octets[end] = (byte) ((octets[end] << 1) ^ (RB & (byte) -carry));
    }
}
