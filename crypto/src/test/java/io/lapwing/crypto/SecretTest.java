package io.lapwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SecretTest {
    @Test
    void takesOctetsOverAndWipesTheArray() {
        byte[] octets = {1, 2, 3};

        try (Secret secret = Secret.take(octets)) {

            assertThat(Bytes.of(secret.segment())).isEqualTo(Bytes.of(1, 2, 3));
            assertThat(octets).containsOnly(0);
            assertThat(secret.length()).isEqualTo(3);
        }
    }

    @Test
    void wipesTheArrayEvenWhenItRefusesIt() {
        byte[] tooLong = new byte[16 << 20];
        tooLong[5] = 1;

        AesContract.assertFault(() -> Secret.take(tooLong), Fault.Kind.EXHAUSTED);

        assertThat(tooLong).isEqualTo(new byte[tooLong.length]);
    }

    @Test
    void isZeroWhenAllocated() {
        for (int length : new int[] {1, 16, 17, 4096, 4097, 100_000}) {
            try (Secret secret = Secret.allocate(length)) {
                assertThat(secret.segment().toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(new byte[length]);
            }
        }
    }

    @Test
    void isWipedOnClose() {
        Secret secret = Secret.random(32);
        MemorySegment segment = secret.segment();

        secret.close();

        assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void mayBeClosedTwiceAndGivesItsCellBackOnce() {
        Secret closedTwice = Secret.random(16);
        closedTwice.close();
        closedTwice.close();

        try (Secret one = Secret.allocate(16);
                Secret other = Secret.allocate(16)) {

            assertThat(one.segment().address()).isNotEqualTo(other.segment().address());
        }
    }

    @Test
    void refusesUseAfterClose() {
        Secret secret = Secret.random(16);
        secret.close();

        AesContract.assertFault(secret::segment, Fault.Kind.INTERNAL);
        AesContract.assertFault(() -> secret.use(MemorySegment::byteSize), Fault.Kind.INTERNAL);
    }

    @Test
    void staysUntilTheUseThatIsUnderWayEnds() {
        Secret secret = Secret.take(new byte[] {7});
        MemorySegment segment = secret.segment();

        byte seen =
                secret.use(octets -> {
                    secret.close();
                    return octets.get(ValueLayout.JAVA_BYTE, 0);
                });

        assertThat(seen).isEqualTo((byte) 7);
        assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).isZero();
    }

    @Test
    void isWipedWhenForgotten() throws InterruptedException {
        MemorySegment segment = forget();
        ReferenceQueue<Object> collected = new ReferenceQueue<>();

        for (int round = 0; round < 100 && segment.get(ValueLayout.JAVA_LONG, 0) != 0; round++) {
            awaitCollection(collected);
        }

        assertThat(segment.get(ValueLayout.JAVA_LONG, 0)).isZero();
    }

    /// 2048 octets: no other test shares the cell.
    private static MemorySegment forget() {
        Secret forgotten = Secret.random(2048);
        return forgotten.segment();
    }

    /// Returns when an object that nobody holds has been collected, or after a second.
    private static void awaitCollection(ReferenceQueue<Object> collected)
            throws InterruptedException {
        PhantomReference<Object> witness = new PhantomReference<>(new Object(), collected);
        try {
            System.gc();
            collected.remove(1000);
        } finally {
            Reference.reachabilityFence(witness);
        }
    }

    @Test
    void drawsDifferentOctetsEachTime() {
        Set<Bytes> seen = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            try (Secret secret = Secret.random(16)) {
                seen.add(Bytes.of(secret.segment()));
            }
        }

        assertThat(seen).hasSize(1000);
    }

    @Test
    void hasNoTextForm() {
        try (Secret secret = Secret.random(16)) {
            assertThat(secret).hasToString("[secret]").isNotInstanceOf(Serializable.class);
        }
    }

    @Test
    void refusesToBeEmpty() {
        AesContract.assertFault(() -> Secret.allocate(0), Fault.Kind.BAD_INPUT)
                .hasMessage("secret of 0 bytes: want 1 or more");
    }
}
