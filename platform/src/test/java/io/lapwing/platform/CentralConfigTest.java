package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Config;
import io.lapwing.trust.Profile;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CentralConfigTest {
    private static CentralConfig central(String toml) {
        return Config.parse("test", "[central]\n" + toml, PlatformConfig.class).central();
    }

    @Test
    void isOffUnlessAMediumIsNamed() {
        assertThat(central("").isOn()).isFalse();
        assertThat(PlatformConfig.defaults().central().isOn()).isFalse();
    }

    @Test
    void readsAGatewayWithAModemAndATpm() {
        CentralConfig config =
                central(
                        """
                        medium = "serial:/dev/ttyUSB0"
                        spreading-factor = 9
                        tpm = "/dev/tpmrm0"
                        """);

        assertThat(config.isOn()).isTrue();
        assertThat(config.cell()).isEqualTo(new CellMedium.Serial(Path.of("/dev/ttyUSB0")));
        assertThat(config.modulation().spreadingFactor().bits()).isEqualTo(9);
        assertThat(config.tpmAddress()).map(Object::toString).hasValue("/dev/tpmrm0");
        assertThat(config.profile()).isEqualTo(Profile.LAPWING);
    }

    @Test
    void readsACellOverUdp() {
        CellMedium medium = CellMedium.parse("udp:127.0.0.1:1700,127.0.0.1:1701,[::1]:1702");

        assertThat(medium)
                .isInstanceOfSatisfying(
                        CellMedium.Udp.class,
                        udp -> {
                            assertThat(udp.own().getPort()).isEqualTo(1700);
                            assertThat(udp.others()).hasSize(2);
                        });
        assertThat(CellMedium.parse("udp:127.0.0.1:1700,127.0.0.1:1701"))
                .hasToString("udp:127.0.0.1:1700,127.0.0.1:1701");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "udp",
                "udp:",
                "udp:127.0.0.1:1700",
                "udp:127.0.0.1:1700,127.0.0.1:0",
                "udp:127.0.0.1:1700,127.0.0.1:99999",
                "udp:127.0.0.1:1700,,",
                "udp:::1:1700,127.0.0.1:1",
                "serial:ttyUSB0",
                "lora"
            })
    void refusesWhatIsNoMedium(String medium) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> CellMedium.parse(medium))
                .matches(fault -> fault.kind() == Fault.Kind.BAD_INPUT)
                .withMessageContaining("want");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    medium = "lora" | want udp:OWN:PORT
                    spreading-factor = 13 | want 7 to 12
                    tpm = "tpm0" | want tcp:HOST:PORT
                    profile = "ties-2024" | insecure, attacks on it are known
                    profile = "none" | lapwing
                    """)
    void saysWhatIsWrong(String toml, String problem) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> central(toml))
                .withMessageContaining(problem);
    }

    @Test
    void takesTheInsecureProfileFromWhoAcceptsIt() {
        CentralConfig config = central("profile = \"ties-2024\"\naccept-insecure = true\n");

        assertThat(config.choice().profile()).isEqualTo(Profile.TIES_2024);
    }

    @Test
    void putsWhatTheCommandLineSaysInThePlaceOfTheFile() {
        CentralConfig config =
                central("medium = \"serial:/dev/ttyUSB0\"\nspreading-factor = 9\n")
                        .with(Optional.empty(), Optional.of(12), Optional.of("tcp:localhost:2321"));

        assertThat(config.medium()).hasValue("serial:/dev/ttyUSB0");
        assertThat(config.spreadingFactor()).isEqualTo(12);
        assertThat(config.tpm()).hasValue("tcp:localhost:2321");
    }

    @Test
    void wantsAMediumForAGateway() {
        Trial trial = new Trial();

        int code = trial.run("central", "--data", "/tmp/none");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("no medium: want --medium");
    }
}
