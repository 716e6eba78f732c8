package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;

/// Writes structures as a TPM reads them: big-endian, sized buffers behind two octets of length (Part 2, "TPM2B types").
/// What was written is wiped on close.
final class Encoder implements AutoCloseable {
    private byte[] octets = new byte[128];
    private int length;

    Encoder u8(int value) {
        reserve(1);
        octets[length++] = (byte) value;
        return this;
    }

    Encoder u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Encoder u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    Encoder u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    Encoder raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    Encoder raw(Bytes value) {
        return raw(value.toArray());
    }

    Encoder sized(byte[] value) {
        return u16(value.length).raw(value);
    }

    Encoder sized(Bytes value) {
        return u16(value.length()).raw(value);
    }

    Encoder sized(Secret value) {
        u16(value.length());
        reserve(value.length());
        MemorySegment target = MemorySegment.ofArray(octets).asSlice(length, value.length());
        MemorySegment _ = value.use(target::copyFrom);
        length += value.length();
        return this;
    }

    /// A structure behind its length.
    Encoder sized(Consumer<Encoder> structure) {
        int at = length;
        u16(0);
        structure.accept(this);
        int size = length - at - 2;
        octets[at] = (byte) (size >>> 8);
        octets[at + 1] = (byte) size;
        return this;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, length);
    }

    Bytes toBytes() {
        return Bytes.of(toArray());
    }

    private void reserve(int more) {
        if (length + more > octets.length) {
            byte[] larger = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
            Arrays.fill(octets, (byte) 0);
            octets = larger;
        }
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
        length = 0;
    }
}
