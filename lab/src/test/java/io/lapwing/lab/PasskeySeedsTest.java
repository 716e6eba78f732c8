package io.lapwing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasskeySeedsTest {
    @Test
    void holdButForACounterThatDidNotRise() {
        var seeds = PasskeyFuzz.seeds();

        assertThat(PasskeyFuzz.holds(seeds.get(0))).isTrue();
        assertThat(PasskeyFuzz.holds(seeds.get(1))).isTrue();
        assertThat(PasskeyFuzz.holds(seeds.get(2))).isFalse();
    }
}
