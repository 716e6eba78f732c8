package io.lapwing.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/// AES-CCM (NIST SP 800-38C, RFC 3610): encryption with a tag, for short messages on a slow link.
///
/// A nonce is used once with a key; who cannot promise that must not use CCM. Safe for use by many threads.
///
/// @param aes what computes
/// @param tagBytes 4, 6, 8, 10, 12, 14 or 16
/// @param nonceBytes 7 to 13; a message is shorter than 256^(15 - nonceBytes) octets
public record Ccm(Aes aes, int tagBytes, int nonceBytes) {
    private static final int BLOCK = 16;

    /// RFC 3610 §2.2: associated data whose length takes two octets.
    private static final int LONGEST_ASSOCIATED_BYTES = 0xFEFF;

    private static final int LONGEST_MESSAGE_BYTES = 0xFFFF;

    public Ccm {
        if (tagBytes < 4 || tagBytes > 16 || tagBytes % 2 != 0) {
            throw Fault.badInput("CCM tag of " + tagBytes + " bytes: want 4, 6, … 16");
        }
        if (nonceBytes < 7 || nonceBytes > 13) {
            throw Fault.badInput("CCM nonce of " + nonceBytes + " bytes: want 7 to 13");
        }
    }

    /// AES-CCM-16-64-128 (RFC 9053 §4.2): tag of 8 octets, nonce of 13, messages below 64 KiB.
    public static Ccm of16x64(Aes aes) {
        return new Ccm(aes, 8, 13);
    }

    /// Encrypts a message, and makes its tag.
    ///
    /// @return the ciphertext, as long as the message, and the tag
    public Bytes seal(Secret key, Bytes nonce, Bytes associated, Bytes message) {
        check(nonce, associated, message.length());
        byte[] tag = mac(key, nonce, associated, message);
        return Bytes.concat(stream(key, nonce, message), Bytes.of(firstBlockXor(key, nonce, tag)));
    }

    /// Decrypts what was sealed, if its tag is right.
    ///
    /// @return the message
    /// @throws Fault `TAMPERED` when the tag is not right, `BAD_INPUT` for less than a tag
    public Bytes open(Secret key, Bytes nonce, Bytes associated, Bytes sealed) {
        int length = sealed.length() - tagBytes;
        if (length < 0) {
            throw Fault.badInput(
                    "CCM ciphertext of "
                            + sealed.length()
                            + " bytes: want "
                            + tagBytes
                            + " or more");
        }
        check(nonce, associated, length);
        Bytes message = stream(key, nonce, sealed.slice(0, length));
        byte[] expected = firstBlockXor(key, nonce, mac(key, nonce, associated, message));
        if (!MessageDigest.isEqual(expected, sealed.slice(length, sealed.length()).toArray())) {
            throw new Fault(
                    Fault.Kind.TAMPERED, "message fails its check: another key, or altered");
        }
        return message;
    }

    private void check(Bytes nonce, Bytes associated, int length) {
        if (nonce.length() != nonceBytes) {
            throw Fault.badInput("CCM nonce of " + nonce.length() + " bytes: want " + nonceBytes);
        }
        if (associated.length() > LONGEST_ASSOCIATED_BYTES || length > LONGEST_MESSAGE_BYTES) {
            throw Fault.badInput(
                    "CCM over %d and %d bytes: want at most %d and %d"
                            .formatted(
                                    associated.length(),
                                    length,
                                    LONGEST_ASSOCIATED_BYTES,
                                    LONGEST_MESSAGE_BYTES));
        }
    }

    /// RFC 3610 §2.2: CBC-MAC over B_0, the associated data and the message.
    private byte[] mac(Secret key, Bytes nonce, Bytes associated, Bytes message) {
        byte[] state = new byte[BLOCK];
        int flags = (associated.length() > 0 ? 0x40 : 0) | (((tagBytes - 2) / 2) << 3);
        state[0] = (byte) (flags | (lengthBytes() - 1));
        System.arraycopy(nonce.toArray(), 0, state, 1, nonceBytes);
        putLength(state, message.length());
        state = aes.encrypt(key, Bytes.of(state)).toArray();
        if (associated.length() > 0) {
            Bytes length = Bytes.of(associated.length() >> 8, associated.length());
            state = chain(key, state, Bytes.concat(length, associated));
        }
        return Arrays.copyOf(chain(key, state, message), tagBytes);
    }

    private byte[] chain(Secret key, byte[] state, Bytes data) {
        byte[] current = state;
        for (int at = 0; at < data.length(); at += BLOCK) {
            int end = Math.min(data.length(), at + BLOCK);
            for (int i = at; i < end; i++) {
                current[i - at] ^= (byte) data.at(i);
            }
            current = aes.encrypt(key, Bytes.of(current)).toArray();
        }
        return current;
    }

    /// RFC 3610 §2.3: XOR with the key stream S_1, S_2, …
    private Bytes stream(Secret key, Bytes nonce, Bytes data) {
        if (data.length() == 0) {
            return data;
        }
        int blocks = Math.ceilDiv(data.length(), BLOCK);
        byte[] counters = new byte[blocks * BLOCK];
        for (int i = 0; i < blocks; i++) {
            System.arraycopy(counter(nonce, i + 1), 0, counters, i * BLOCK, BLOCK);
        }
        Bytes keyStream = aes.encrypt(key, Bytes.of(counters));
        byte[] result = data.toArray();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) keyStream.at(i);
        }
        return Bytes.of(result);
    }

    /// XOR with S_0.
    private byte[] firstBlockXor(Secret key, Bytes nonce, byte[] tag) {
        Bytes first = aes.encrypt(key, Bytes.of(counter(nonce, 0)));
        byte[] result = tag.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) first.at(i);
        }
        return result;
    }

    private byte[] counter(Bytes nonce, int number) {
        byte[] block = new byte[BLOCK];
        block[0] = (byte) (lengthBytes() - 1);
        System.arraycopy(nonce.toArray(), 0, block, 1, nonceBytes);
        putLength(block, number);
        return block;
    }

    private int lengthBytes() {
        return BLOCK - 1 - nonceBytes;
    }

    private static void putLength(byte[] block, int value) {
        block[BLOCK - 2] = (byte) (value >>> 8);
        block[BLOCK - 1] = (byte) value;
    }
}
