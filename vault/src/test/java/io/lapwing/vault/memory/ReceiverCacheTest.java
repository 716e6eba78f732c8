package io.lapwing.vault.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.ReceiverKey;
import io.lapwing.vault.WrappedKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReceiverCacheTest {
    private final List<ReceiverKey> unwrapped = new ArrayList<>();
    private final ReceiverCache cache = new ReceiverCache();

    @Test
    void unwrapsAReceiversKeyOnce() {
        use(1);
        use(1);

        assertThat(unwrapped).hasSize(1);
    }

    @Test
    void givesEachReceiverItsOwnKey() {
        for (int i = 0; i < 100; i++) {
            use(i % 10);
        }

        assertThat(unwrapped).hasSize(10);
    }

    @Test
    void forgetsTheKeyThatWasLongestUnused() {
        for (int i = 0; i < ReceiverCache.MOST_RECEIVERS; i++) {
            use(i);
        }
        use(0);
        use(ReceiverCache.MOST_RECEIVERS);
        unwrapped.clear();

        use(0);
        use(1);

        assertThat(unwrapped).containsExactly(receiver(1));
    }

    @Test
    void leavesCopiesInUseAloneWhenItForgets() {
        try (Secret copy = cache.copy(receiver(5), this::unwrap)) {
            cache.clear();

            assertThat(Bytes.of(copy.segment())).isEqualTo(key(5));
        }
    }

    private void use(int number) {
        try (Secret copy = cache.copy(receiver(number), this::unwrap)) {
            assertThat(Bytes.of(copy.segment())).isEqualTo(key(number));
        }
    }

    private Secret unwrap(ReceiverKey receiver) {
        unwrapped.add(receiver);
        return Secret.take(key(receiver.binding().version() - 1).toArray());
    }

    private static Bytes key(int number) {
        return Bytes.concat(Bytes.of(number >> 8, number), Bytes.of(new byte[14]));
    }

    private static ReceiverKey receiver(int number) {
        return new ReceiverKey(
                new KeyBinding.Receiver("label", KeyBinding.Role.NETWORK_SERVER, number + 1),
                new WrappedKey(1, Bytes.of(new byte[24]), Bytes.of(new byte[16])));
    }
}
