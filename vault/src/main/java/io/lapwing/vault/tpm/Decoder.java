package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.Arrays;

/// Reads structures as a TPM writes them, never beyond their end: whatever is missing, too long or left over is a
/// fault of the kind that fits where the octets came from.
final class Decoder {
    private final byte[] octets;
    private final int end;
    private final String what;
    private final Fault.Kind kind;
    private int at;

    private Decoder(byte[] octets, int start, int end, String what, Fault.Kind kind) {
        this.octets = octets;
        this.at = start;
        this.end = end;
        this.what = what;
        this.kind = kind;
    }

    /// Of a response: what does not parse was altered on its way.
    static Decoder ofResponse(CommandCode command, byte[] octets, int start, int end) {
        return new Decoder(octets, start, end, "response to " + command, Fault.Kind.TAMPERED);
    }

    /// Of what somebody sent.
    static Decoder ofInput(String what, Bytes octets) {
        byte[] array = octets.toArray();
        return new Decoder(array, 0, array.length, what, Fault.Kind.BAD_INPUT);
    }

    int u8() {
        return octets[advance(1)] & 0xff;
    }

    int u16() {
        return (u8() << 8) | u8();
    }

    int u32() {
        return (u16() << 16) | u16();
    }

    long u64() {
        return ((long) u32() << 32) | Integer.toUnsignedLong(u32());
    }

    Bytes raw(int length) {
        int from = advance(length);
        return Bytes.of(Arrays.copyOfRange(octets, from, from + length));
    }

    /// The contents of a TPM2B.
    Bytes sized() {
        return raw(u16());
    }

    /// A structure inside a TPM2B, to be read on its own.
    Decoder inner() {
        int size = u16();
        int from = advance(size);
        return new Decoder(octets, from, from + size, what, kind);
    }

    /// The contents of a TPM2B that nobody may see: the octets read are wiped here.
    ///
    /// @throws Fault when it is not of `length` octets
    Secret secret(int length) {
        return secret(length, length);
    }

    /// The same of 1 to `most` octets.
    Secret secretUpTo(int most) {
        return secret(1, most);
    }

    private Secret secret(int fewest, int most) {
        int size = u16();
        if (size < fewest || size > most) {
            throw wrong(
                    fewest == most
                            ? "secret of %d bytes: want %d".formatted(size, most)
                            : "secret of %d bytes: want %d to %d".formatted(size, fewest, most));
        }
        int from = advance(size);
        Secret secret = Secret.take(Arrays.copyOfRange(octets, from, from + size));
        Arrays.fill(octets, from, from + size, (byte) 0);
        return secret;
    }

    /// A number of elements.
    int count(int most) {
        int count = u32();
        if (count < 0 || count > most) {
            throw wrong(
                    "list of %d elements: want at most %d"
                            .formatted(Integer.toUnsignedLong(count), most));
        }
        return count;
    }

    /// The octets up to the end.
    Bytes rest() {
        return raw(end - at);
    }

    int remaining() {
        return end - at;
    }

    /// Refuses what is left over.
    void finish() {
        if (at != end) {
            throw wrong((end - at) + " bytes too many at " + at + ": want none");
        }
    }

    /// The fault that this input is.
    Fault wrong(String why) {
        return new Fault(kind, what + ": " + why);
    }

    private int advance(int length) {
        if (length < 0 || length > end - at) {
            throw wrong("ends at %d, where %d bytes are wanted at %d".formatted(end, length, at));
        }
        int from = at;
        at += length;
        return from;
    }
}
