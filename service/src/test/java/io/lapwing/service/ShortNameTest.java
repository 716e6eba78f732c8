package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Words of a-z, 0-9 and -.
class ShortNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "device", "app-s-key", "a-", "z09", "abcdefghijklmnopqrstuvwxyz-01234"})
    void takesThese(String name) {
        assertThat(ShortName.is(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "0a",
                "A",
                "aB",
                "a b",
                "a_b",
                "a\n",
                "ä",
                "aä",
                "a/",
                "a:",
                "a`",
                "a{",
                "abcdefghijklmnopqrstuvwxyz-012345"
            })
    void refusesThese(String name) {
        assertThat(ShortName.is(name)).isFalse();
    }
}
