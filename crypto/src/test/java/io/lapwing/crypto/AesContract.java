package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Aes] does.
abstract class AesContract {
    private static final Bytes BLOCK = Bytes.hex("6bc1bee22e409f96e93d7e117393172a");

    private final Aes aes = aes();

    abstract Aes aes();

    static List<Vectors> cmacs() {
        return Vectors.read("rfc4493-4.json", "cases");
    }

    static List<Vectors> wraps() {
        return Vectors.read("rfc3394-4.json", "cases");
    }

    static List<Vectors> refusedWraps() {
        return Vectors.read("rfc3394-4.json", "refused");
    }

    @ParameterizedTest
    @MethodSource("cmacs")
    void computesCmacOfRfc4493(Vectors vector) {
        try (Secret key = vector.secret("key")) {

            Bytes tag = aes.cmac(key, vector.bytes("message"));

            assertThat(tag).isEqualTo(vector.bytes("tag"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 17, 496, 511, 512, 513, 1024, 1025, 5000})
    void computesCmacOfAnyLengthAsTheDefinitionSays(int length) {
        Bytes message = counting(length);
        try (Secret key = key128()) {

            Bytes tag = aes.cmac(key, message);

            assertThat(tag).isEqualTo(cmacByDefinition(key, message));
        }
    }

    @ParameterizedTest
    @MethodSource("wraps")
    void wrapsAsRfc3394(Vectors vector) {
        try (Secret wrappingKey = vector.secret("wrappingKey");
                Secret key = vector.secret("key")) {

            Bytes wrapped = aes.wrap(wrappingKey, key);

            assertThat(wrapped).isEqualTo(vector.bytes("wrapped"));
        }
    }

    @ParameterizedTest
    @MethodSource("wraps")
    void unwrapsAsRfc3394(Vectors vector) {
        try (Secret wrappingKey = vector.secret("wrappingKey");
                Secret key = aes.unwrap(wrappingKey, vector.bytes("wrapped"))) {

            assertThat(Bytes.of(key.segment())).isEqualTo(vector.bytes("key"));
        }
    }

    @ParameterizedTest
    @MethodSource("refusedWraps")
    void refusesToUnwrapWhatWasChanged(Vectors vector) {
        try (Secret wrappingKey = vector.secret("wrappingKey")) {

            assertFault(
                    () -> aes.unwrap(wrappingKey, vector.bytes("wrapped")), Fault.Kind.TAMPERED);
        }
    }

    @Test
    void unwrapsAfterARefusal() {
        Vectors good = wraps().getFirst();
        Vectors bad = refusedWraps().getFirst();
        try (Secret wrappingKey = good.secret("wrappingKey")) {
            assertFault(() -> aes.unwrap(wrappingKey, bad.bytes("wrapped")), Fault.Kind.TAMPERED);

            try (Secret key = aes.unwrap(wrappingKey, good.bytes("wrapped"))) {

                assertThat(Bytes.of(key.segment())).isEqualTo(good.bytes("key"));
            }
        }
    }

    /// NIST SP 800-38A §F.1.1.
    @Test
    void encryptsAndDecryptsBlocks() {
        Bytes encrypted = Bytes.hex("3ad77bb40d7a3660a89ecaf32466ef97");
        try (Secret key = key128()) {

            assertThat(aes.encrypt(key, Bytes.concat(BLOCK, BLOCK)))
                    .isEqualTo(Bytes.concat(encrypted, encrypted));
            assertThat(aes.decrypt(key, Bytes.concat(encrypted, encrypted)))
                    .isEqualTo(Bytes.concat(BLOCK, BLOCK));
        }
    }

    @Test
    void decryptsWhatItEncryptedOverManyBlocks() {
        Bytes blocks = counting(1600);
        try (Secret key = key128()) {

            assertThat(aes.decrypt(key, aes.encrypt(key, blocks))).isEqualTo(blocks);
        }
    }

    @Test
    void derivesTheEncryptedBlock() {
        try (Secret key = key128();
                Secret derived = aes.derive(key, BLOCK)) {

            assertThat(Bytes.of(derived.segment()))
                    .isEqualTo(Bytes.hex("3ad77bb40d7a3660a89ecaf32466ef97"));
        }
    }

    @Test
    void refusesKeysOfOtherLengths() {
        try (Secret odd = Secret.allocate(17);
                Secret key = key128()) {

            assertFault(() -> aes.cmac(odd, BLOCK), Fault.Kind.BAD_INPUT)
                    .hasMessage("AES key of 17 bytes: want 16, 24 or 32");
            assertFault(() -> aes.encrypt(odd, BLOCK), Fault.Kind.BAD_INPUT);
            assertFault(() -> aes.derive(odd, BLOCK), Fault.Kind.BAD_INPUT);
            assertFault(() -> aes.wrap(odd, key), Fault.Kind.BAD_INPUT);
            assertFault(() -> aes.wrap(key, odd), Fault.Kind.BAD_INPUT);
            assertFault(() -> aes.unwrap(odd, counting(24)), Fault.Kind.BAD_INPUT);
        }
    }

    @Test
    void refusesDataOfOtherLengths() {
        try (Secret key = key128()) {

            assertFault(() -> aes.encrypt(key, counting(15)), Fault.Kind.BAD_INPUT)
                    .hasMessage("AES data of 15 bytes: want a multiple of 16");
            assertFault(() -> aes.decrypt(key, Bytes.EMPTY), Fault.Kind.BAD_INPUT);
            assertFault(() -> aes.derive(key, counting(32)), Fault.Kind.BAD_INPUT)
                    .hasMessage("AES block of 32 bytes: want 16");
            assertFault(() -> aes.unwrap(key, counting(25)), Fault.Kind.BAD_INPUT)
                    .hasMessage("wrapped key of 25 bytes: want 24, 32 or 40");
        }
    }

    @Test
    void refusesAKeyThatWasClosed() {
        Secret key = key128();
        key.close();

        assertFault(() -> aes.cmac(key, BLOCK), Fault.Kind.INTERNAL)
                .hasMessage("secret used after it was closed");
    }

    @Test
    void computesRightInManyThreads() throws ExecutionException, InterruptedException {
        try (Secret key = key128();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Bytes> expected =
                    IntStream.range(0, 64)
                            .mapToObj(i -> cmacByDefinition(key, counting(i)))
                            .toList();

            List<Future<Boolean>> results =
                    IntStream.range(0, 2000)
                            .mapToObj(i ->
                                    threads.submit(() ->
                                            aes.cmac(key, counting(i % 64))
                                                    .equals(expected.get(i % 64))))
                            .toList();

            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            ThrowingCallable work, Fault.Kind kind) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(Fault.class, f -> assertThat(f.kind()).isEqualTo(kind));
    }

    /// RFC 4493 §2.4 block by block over [Aes#encrypt].
    private Bytes cmacByDefinition(Secret key, Bytes message) {
        Bytes k1 = doubled(aes.encrypt(key, counting(0, 16)));
        int blocks = Math.max(1, Math.ceilDiv(message.length(), 16));
        boolean whole = message.length() == blocks * 16;
        Bytes padded =
                whole
                        ? message
                        : Bytes.concat(
                                message,
                                Bytes.of(0x80),
                                counting(0, blocks * 16 - message.length() - 1));
        Bytes x = counting(0, 16);
        for (int i = 0; i < blocks; i++) {
            Bytes block = xor(x, padded.slice(16 * i, 16 * i + 16));
            boolean last = i == blocks - 1;
            x = aes.encrypt(key, last ? xor(block, whole ? k1 : doubled(k1)) : block);
        }
        return x;
    }

    private static Bytes doubled(Bytes block) {
        byte[] result = new byte[16];
        for (int i = 0; i < 16; i++) {
            result[i] = (byte) (block.at(i) << 1 | (i < 15 ? block.at(i + 1) >> 7 : 0));
        }
        if (block.at(0) >= 0x80) {
            result[15] ^= (byte) 0x87;
        }
        return Bytes.of(result);
    }

    private static Bytes xor(Bytes a, Bytes b) {
        byte[] result = a.toArray();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) b.at(i);
        }
        return Bytes.of(result);
    }

    private static Secret key128() {
        return Secret.take(Bytes.hex("2b7e151628aed2a6abf7158809cf4f3c").toArray());
    }

    private static Bytes counting(int length) {
        return counting(1, length);
    }

    private static Bytes counting(int step, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i * step);
        }
        return Bytes.of(octets);
    }
}
