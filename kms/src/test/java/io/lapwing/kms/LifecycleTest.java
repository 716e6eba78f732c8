package io.lapwing.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    @Test
    void leadsFromFactoryToRetirement() {
        List<Lifecycle> life =
                List.of(
                        Lifecycle.PROVISIONED,
                        Lifecycle.CLAIMED,
                        Lifecycle.ACTIVE,
                        Lifecycle.SUSPENDED,
                        Lifecycle.ACTIVE,
                        Lifecycle.RETIRED);

        Lifecycle at = Lifecycle.MANUFACTURED;
        for (Lifecycle next : life) {
            at = at.to(next);
        }

        assertThat(at).isEqualTo(Lifecycle.RETIRED);
    }

    @ParameterizedTest
    @EnumSource(value = Lifecycle.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPROMISED")
    void isCompromisedFromAnywhere(Lifecycle from) {
        assertThat(from.to(Lifecycle.COMPROMISED)).isEqualTo(Lifecycle.COMPROMISED);
    }

    @ParameterizedTest
    @EnumSource(Lifecycle.class)
    void refusesEveryStepOutsideItsTable(Lifecycle from) {
        for (Lifecycle wanted : EnumSet.complementOf(EnumSet.copyOf(from.next()))) {
            assertThatThrownBy(() -> from.to(wanted))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT))
                    .hasMessageContaining(from.next().iterator().next().word());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Lifecycle.class,
            names = {"RETIRED", "COMPROMISED"})
    void neverComesBackFromItsEnd(Lifecycle end) {
        assertThat(end.next())
                .doesNotContain(
                        Lifecycle.ACTIVE,
                        Lifecycle.CLAIMED,
                        Lifecycle.PROVISIONED,
                        Lifecycle.SUSPENDED);
    }

    @Test
    void namesTheStepsThereAre() {
        assertThatThrownBy(() -> Lifecycle.MANUFACTURED.to(Lifecycle.ACTIVE))
                .hasMessage(
                        "lifecycle manufactured to active: from manufactured want provisioned,"
                                + " retired, compromised");
    }
}
