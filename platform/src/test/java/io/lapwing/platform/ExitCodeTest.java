package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "BAD_INPUT, 2",
        "UNAUTHENTICATED, 3",
        "FORBIDDEN, 3",
        "NOT_FOUND, 3",
        "CONFLICT, 3",
        "EXHAUSTED, 4",
        "UNAVAILABLE, 4",
        "TAMPERED, 5",
        "INTERNAL, 1"
    })
    void givesEachFaultItsNumber(Fault.Kind kind, int number) {
        assertThat(ExitCode.of(kind).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void neverCallsAFaultDone(Fault.Kind kind) {
        assertThat(ExitCode.of(kind)).isNotEqualTo(ExitCode.DONE);
    }

    @Test
    void givesEachMeaningANumberOfItsOwn() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
    }
}
