package io.lapwing.crypto.openssl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// One EVP_CIPHER_CTX with its scratch memory, for one thread at a time. After each operation nothing of key or data
/// is left in it.
final class CipherContext {
    private static final int BLOCK = 16;

    /// Data goes through scratch memory in pieces of this many octets.
    private static final int PIECE = 512;

    /// The constant Rb of RFC 4493 §2.3.
    private static final int RB = 0x87;

    /// RFC 3394 §2.2.3.1.
    private static final long DEFAULT_INITIAL_VALUE = 0xA6A6A6A6A6A6A6A6L;

    /// RFC 3394 §2.2: rounds over all registers.
    private static final int WRAP_ROUNDS = 6;

    /// The registers of RFC 3394: eight octets, the first the most significant.
    private static final ValueLayout.OfLong REGISTER =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Ciphers ciphers;
    private final MemorySegment context = Libcrypto.newContext();
    private final Secret scratch = Secret.allocate(2 * PIECE + 8 * BLOCK);
    private final MemorySegment in = scratch.segment().asSlice(0, PIECE);
    private final MemorySegment out = scratch.segment().asSlice(PIECE, PIECE);
    private final MemorySegment subkey = scratch.segment().asSlice(2 * PIECE, BLOCK);
    private final MemorySegment first = scratch.segment().asSlice(2 * PIECE + BLOCK, BLOCK);
    private final MemorySegment zero = scratch.segment().asSlice(2 * PIECE + 2 * BLOCK, BLOCK);
    private final MemorySegment outLength = scratch.segment().asSlice(2 * PIECE + 3 * BLOCK, BLOCK);

    private final MemorySegment registers = scratch.segment().asSlice(2 * PIECE + 4 * BLOCK);

    CipherContext(Ciphers ciphers) {
        this.ciphers = ciphers;
    }

    /// RFC 4493 §2.4, by CBC: its chaining is the loop of step 6. L, which the subkeys need, is what the first call
    /// leaves as chaining value; adding L to the first block of the message takes it out again.
    Bytes cmac(MemorySegment key, Bytes message) {
        Libcrypto.init(context, ciphers.cbc(key), key, zero, true);
        update(first, zero, BLOCK);
        subkey.copyFrom(first);
        int length = message.length();
        boolean whole = length > 0 && length % BLOCK == 0;
        doubleInPlace(subkey);
        if (!whole) {
            doubleInPlace(subkey);
        }
        int start = 0;
        for (; length - start > PIECE; start += PIECE) {
            feed(message, start, start + PIECE, PIECE);
        }
        int last = Math.max(BLOCK, Math.ceilDiv(length - start, BLOCK) * BLOCK);
        in.asSlice(0, last).fill((byte) 0);
        if (!whole) {
            in.set(JAVA_BYTE, length - start, (byte) 0x80);
        }
        xor(in, last - BLOCK, subkey);
        feed(message, start, length, last);
        return Bytes.of(out.asSlice(last - BLOCK, BLOCK));
    }

    Bytes ecb(MemorySegment key, Bytes blocks, boolean encrypt) {
        initEcb(key, encrypt);
        Bytes[] pieces = new Bytes[Math.ceilDiv(blocks.length(), PIECE)];
        for (int i = 0; i < pieces.length; i++) {
            int start = i * PIECE;
            int length = Math.min(PIECE, blocks.length() - start);
            blocks.copyTo(in, start, start + length);
            update(out, in, length);
            pieces[i] = Bytes.of(out.asSlice(0, length));
        }
        return pieces.length == 1 ? pieces[0] : Bytes.concat(pieces);
    }

    /// AES(key, block) to `derived`, which never is anywhere else.
    void derive(MemorySegment key, Bytes block, MemorySegment derived) {
        initEcb(key, true);
        block.copyTo(in, 0, BLOCK);
        update(derived, in, BLOCK);
    }

    /// RFC 3394 §2.2.1, the index-based form, over AES-ECB: libcrypto's own key-wrap cipher does without the processor's
    /// AES instructions and takes three times as long.
    Bytes wrap(MemorySegment wrappingKey, MemorySegment key) {
        initEcb(wrappingKey, true);
        int n = (int) key.byteSize() / 8;
        registers.set(REGISTER, 0, DEFAULT_INITIAL_VALUE);
        MemorySegment.copy(key, 0, registers, 8, key.byteSize());
        for (int t = 1; t <= WRAP_ROUNDS * n; t++) {
            step((t - 1) % n + 1, 0, t);
        }
        return Bytes.of(registers.asSlice(0, 8 + key.byteSize()));
    }

    /// RFC 3394 §2.2.2, the steps of wrapping from last to first; says false when the integrity check fails.
    boolean unwrap(MemorySegment wrappingKey, Bytes wrapped, MemorySegment key) {
        initEcb(wrappingKey, false);
        int n = wrapped.length() / 8 - 1;
        wrapped.copyTo(registers, 0, wrapped.length());
        for (int t = WRAP_ROUNDS * n; t >= 1; t--) {
            step((t - 1) % n + 1, t, 0);
        }
        MemorySegment.copy(registers, 8, key, 0, key.byteSize());
        return registers.get(REGISTER, 0) == DEFAULT_INITIAL_VALUE;
    }

    /// AES over `A ^ before` and `R[i]`, whose halves become `A ^ after` and `R[i]`; A is register 0.
    private void step(int i, long before, long after) {
        in.set(REGISTER, 0, registers.get(REGISTER, 0) ^ before);
        in.set(REGISTER, 8, registers.get(REGISTER, 8L * i));
        update(out, in, BLOCK);
        registers.set(REGISTER, 0, out.get(REGISTER, 0) ^ after);
        registers.set(REGISTER, 8L * i, out.get(REGISTER, 8));
    }

    void wipe() {
        Libcrypto.reset(context);
        scratch.segment().fill((byte) 0);
    }

    void free() {
        Libcrypto.freeContext(context);
        scratch.close();
    }

    private void initEcb(MemorySegment key, boolean encrypt) {
        Libcrypto.init(context, ciphers.ecb(key), key, MemorySegment.NULL, encrypt);
        if (!encrypt) {
            Libcrypto.withoutPadding(context);
        }
    }

    /// Encrypts a piece of the message on top of what `in` holds, and clears that for the next piece.
    private void feed(Bytes message, int start, int end, int paddedLength) {
        xorInto(in, message, start, end);
        if (start == 0) {
            xor(in, 0, first);
        }
        update(out, in, paddedLength);
        in.asSlice(0, paddedLength).fill((byte) 0);
    }

    private void update(MemorySegment target, MemorySegment source, int length) {
        Libcrypto.update(context, target, outLength, source, length);
    }

    /// Multiplication by x in GF(2^128), RFC 4493 §2.3, without a branch on the secret bit.
    private static void doubleInPlace(MemorySegment block) {
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int octet = block.get(JAVA_BYTE, i) & 0xff;
            block.set(JAVA_BYTE, i, (byte) (octet << 1 | carry));
            carry = octet >>> 7;
        }
        block.set(JAVA_BYTE, BLOCK - 1, (byte) (block.get(JAVA_BYTE, BLOCK - 1) ^ (-carry & RB)));
    }

    private static void xor(MemorySegment target, int at, MemorySegment block) {
        for (int i = 0; i < BLOCK; i++) {
            target.set(
                    JAVA_BYTE,
                    at + i,
                    (byte) (target.get(JAVA_BYTE, at + i) ^ block.get(JAVA_BYTE, i)));
        }
    }

    private static void xorInto(MemorySegment target, Bytes message, int start, int end) {
        for (int i = start; i < end; i++) {
            int at = i - start;
            target.set(JAVA_BYTE, at, (byte) (target.get(JAVA_BYTE, at) ^ message.at(i)));
        }
    }
}
