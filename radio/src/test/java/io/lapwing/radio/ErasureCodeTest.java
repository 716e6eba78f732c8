package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErasureCodeTest {
    private final Random random = new Random(1);

    @Test
    void givesTheDataBackFromAnySharesThatAreEnough() {
        for (int count = 1; count <= Fragments.MAX_COUNT; count++) {
            List<Bytes> data = shares(count);
            List<Bytes> all = new ArrayList<>(data);
            all.addAll(ErasureCode.parity(data, Fragments.MAX_PARITY));

            Map<Integer, Bytes> arrived = new HashMap<>();
            while (arrived.size() < count) {
                int index = random.nextInt(all.size());
                arrived.put(index, all.get(index));
            }

            assertThat(ErasureCode.recovered(count, arrived)).isEqualTo(data);
        }
    }

    @Test
    void givesTheDataBackFromParityAlone() {
        List<Bytes> data = shares(Fragments.MAX_COUNT);
        List<Bytes> parity = ErasureCode.parity(data, Fragments.MAX_PARITY);
        Map<Integer, Bytes> arrived = new HashMap<>();
        for (int i = 0; i < parity.size(); i++) {
            arrived.put(Fragments.MAX_COUNT + i, parity.get(i));
        }

        assertThat(ErasureCode.recovered(Fragments.MAX_COUNT, arrived)).isEqualTo(data);
    }

    @Test
    void noticesSharesOfDifferentMessages() {
        NodeAddress from = new NodeAddress(1);
        List<Bytes> one = Spread.shares(from, 1, 1, Bytes.of(new byte[50]), 2, 0);
        List<Bytes> other = Spread.shares(from, 1, 2, Bytes.of(new byte[50]), 2, 0);

        assertThat(Spread.message(from, 1, 1, 2, Map.of(0, one.get(0), 1, one.get(1))))
                .contains(Bytes.of(new byte[50]));
        assertThat(Spread.message(from, 1, 1, 2, Map.of(0, one.get(0), 1, other.get(1)))).isEmpty();
        assertThat(Spread.message(from, 1, 1, 2, Map.of(0, one.get(0), 1, Bytes.of(1)))).isEmpty();
    }

    private List<Bytes> shares(int count) {
        List<Bytes> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] share = new byte[20];
            random.nextBytes(share);
            shares.add(Bytes.of(share));
        }
        return shares;
    }
}
