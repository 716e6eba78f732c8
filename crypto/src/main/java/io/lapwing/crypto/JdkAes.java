package io.lapwing.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES by the JDK, for systems without libcrypto. The JDK keeps copies of a key and its schedule on the Java heap until
/// they are collected; the arrays made here are wiped at once.
final class JdkAes implements Aes {
    private static final int BLOCK = 16;

    /// RFC 3394 §2.2.3.1.
    private static final long DEFAULT_INITIAL_VALUE = 0xA6A6A6A6A6A6A6A6L;

    /// RFC 3394 §2.2: rounds over all registers.
    private static final int WRAP_ROUNDS = 6;

    /// The constant Rb of RFC 4493 §2.3.
    private static final int RB = 0x87;

    @Override
    public String engine() {
        return "JDK " + Runtime.version();
    }

    /// RFC 4493 §2.4; CBC from a zero initial value is the loop of step 6.
    @Override
    public Bytes cmac(Secret key, Bytes message) {
        Cipher cbc = cipher("AES/CBC/NoPadding", Cipher.ENCRYPT_MODE, key);
        int length = message.length();
        boolean whole = length > 0 && length % BLOCK == 0;
        byte[] subkey = doubled(run(cbc, new byte[BLOCK]));
        if (!whole) {
            subkey = doubled(subkey);
        }
        byte[] padded =
                Arrays.copyOf(
                        message.toArray(), Math.max(BLOCK, Math.ceilDiv(length, BLOCK) * BLOCK));
        if (!whole) {
            padded[length] = (byte) 0x80;
        }
        int last = padded.length - BLOCK;
        for (int i = 0; i < BLOCK; i++) {
            padded[last + i] ^= subkey[i];
        }
        Arrays.fill(subkey, (byte) 0);
        byte[] chained = run(cbc, padded);
        return Bytes.of(Arrays.copyOfRange(chained, last, chained.length));
    }

    @Override
    public Bytes encrypt(Secret key, Bytes blocks) {
        Aes.requireBlocks(blocks);
        return Bytes.of(run(ecb(Cipher.ENCRYPT_MODE, key), blocks.toArray()));
    }

    @Override
    public Bytes decrypt(Secret key, Bytes blocks) {
        Aes.requireBlocks(blocks);
        return Bytes.of(run(ecb(Cipher.DECRYPT_MODE, key), blocks.toArray()));
    }

    @Override
    public Secret derive(Secret key, Bytes block) {
        Aes.requireBlock(block);
        return Secret.take(run(ecb(Cipher.ENCRYPT_MODE, key), block.toArray()));
    }

    /// RFC 3394 §2.2.1, the index-based form; register `A` and the registers `R` are one array.
    @Override
    public Bytes wrap(Secret wrappingKey, Secret key) {
        Aes.requireKey(key.length());
        Cipher cipher = ecb(Cipher.ENCRYPT_MODE, wrappingKey);
        return withOctets(
                key,
                plain -> {
                    byte[] registers = new byte[plain.length + 8];
                    System.arraycopy(plain, 0, registers, 8, plain.length);
                    ByteBuffer r = ByteBuffer.wrap(registers).putLong(0, DEFAULT_INITIAL_VALUE);
                    int n = plain.length / 8;
                    for (int t = 1; t <= WRAP_ROUNDS * n; t++) {
                        int i = (t - 1) % n + 1;
                        step(cipher, r, i, 0, t);
                    }
                    return Bytes.of(registers);
                });
    }

    /// RFC 3394 §2.2.2, the steps of wrapping from last to first.
    @Override
    public Secret unwrap(Secret wrappingKey, Bytes wrapped) {
        Aes.requireWrapped(wrapped);
        Cipher cipher = ecb(Cipher.DECRYPT_MODE, wrappingKey);
        byte[] registers = wrapped.toArray();
        ByteBuffer r = ByteBuffer.wrap(registers);
        int n = registers.length / 8 - 1;
        for (int t = WRAP_ROUNDS * n; t >= 1; t--) {
            int i = (t - 1) % n + 1;
            step(cipher, r, i, t, 0);
        }
        byte[] initial = ByteBuffer.allocate(8).putLong(DEFAULT_INITIAL_VALUE).array();
        boolean whole = MessageDigest.isEqual(Arrays.copyOf(registers, 8), initial);
        byte[] plain = Arrays.copyOfRange(registers, 8, registers.length);
        Arrays.fill(registers, (byte) 0);
        return Aes.requireWhole(whole, Secret.take(plain));
    }

    /// AES over `A ^ before` and `R[i]`, whose halves become `A ^ after` and `R[i]`.
    private static void step(Cipher cipher, ByteBuffer r, int i, int before, int after) {
        byte[] block =
                ByteBuffer.allocate(BLOCK)
                        .putLong(r.getLong(0) ^ before)
                        .putLong(r.getLong(8 * i))
                        .array();
        byte[] result = run(cipher, block);
        ByteBuffer b = ByteBuffer.wrap(result);
        r.putLong(0, b.getLong(0) ^ after).putLong(8 * i, b.getLong(8));
        Arrays.fill(block, (byte) 0);
        Arrays.fill(result, (byte) 0);
    }

    /// Multiplication by x in GF(2^128), RFC 4493 §2.3, without a branch on the secret bit. Wipes its argument.
    private static byte[] doubled(byte[] block) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int octet = block[i] & 0xff;
            result[i] = (byte) (octet << 1 | carry);
            carry = octet >>> 7;
        }
        result[BLOCK - 1] ^= (byte) (-carry & RB);
        Arrays.fill(block, (byte) 0);
        return result;
    }

    private static Cipher ecb(int mode, Secret key) {
        return cipher("AES/ECB/NoPadding", mode, key);
    }

    private static Cipher cipher(String transformation, int mode, Secret key) {
        Aes.requireKey(key.length());
        return withOctets(
                key,
                octets -> {
                    try {
                        Cipher cipher = Cipher.getInstance(transformation);
                        SecretKeySpec spec = new SecretKeySpec(octets, "AES");
                        if (transformation.contains("CBC")) {
                            cipher.init(mode, spec, new IvParameterSpec(new byte[BLOCK]));
                        } else {
                            cipher.init(mode, spec);
                        }
                        return cipher;
                    } catch (GeneralSecurityException e) {
                        throw new Fault(
                                Fault.Kind.INTERNAL, "the JDK refuses " + transformation, e);
                    }
                });
    }

    private static byte[] run(Cipher cipher, byte[] blocks) {
        try {
            return cipher.doFinal(blocks);
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK's AES failed", e);
        }
    }

    private static <T> T withOctets(Secret secret, Function<byte[], T> work) {
        byte[] octets = secret.use(segment -> segment.toArray(JAVA_BYTE));
        try {
            return work.apply(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
