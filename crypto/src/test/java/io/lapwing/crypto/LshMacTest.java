package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LshMacTest {
    /// No published answers for HMAC with this hash are at hand: RFC 2104 §2 is written out over the hash, which has some.
    @ParameterizedTest
    @CsvSource({"28, 0", "32, 1", "64, 128", "128, 226"})
    void isRfc2104OverTheHash(int keyBytes, int messageBytes) {
        byte[] key = filled(keyBytes, 3);
        byte[] message = filled(messageBytes, 7);

        try (Secret secret = Secret.take(key.clone())) {
            Bytes inner = Lsh256.digest(Bytes.concat(padded(key, 0x36), Bytes.of(message)));
            assertThat(LshMac.tag(secret, MemorySegment.ofArray(message)))
                    .isEqualTo(Lsh256.digest(Bytes.concat(padded(key, 0x5C), inner)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 199, 200})
    void dependsOnTheOctetsAndNotOnHowTheyAreParted(int cut) {
        MemorySegment message = MemorySegment.ofArray(filled(200, 5));

        try (Secret key = Secret.random(32)) {
            assertThat(LshMac.tag(key, message.asSlice(0, cut), message.asSlice(cut)))
                    .isEqualTo(LshMac.tag(key, message))
                    .isNotEqualTo(LshMac.tag(key, message.asSlice(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 27, 129})
    void refusesKeysOfOtherLengths(int length) {
        try (Secret key = Secret.random(length)) {
            AesContract.assertFault(() -> LshMac.tag(key), Fault.Kind.BAD_INPUT)
                    .hasMessage("HMAC key of " + length + " bytes: want 28 to 128");
        }
    }

    private static byte[] filled(int length, int with) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) with);
        return octets;
    }

    private static Bytes padded(byte[] key, int pad) {
        byte[] block = Arrays.copyOf(key, 128);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= (byte) pad;
        }
        return Bytes.of(block);
    }
}
