package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleIdentityTest {
    private static final BootChip CHIP = () -> Bytes.hex("0102030405060708");
    private static final Bytes ROOT = Bytes.of(new byte[32]);

    @TempDir private Path folder = Path.of("");

    @Test
    void isOfChipAndFirmwareRoot() {
        ModuleIdentity identity = ModuleIdentity.of(CHIP, ROOT);

        BootChip otherChip = () -> Bytes.hex("0102030405060709");
        Bytes otherRoot = Bytes.hex("01".repeat(32));
        assertThat(identity)
                .isEqualTo(ModuleIdentity.of(CHIP, ROOT))
                .isNotEqualTo(ModuleIdentity.of(otherChip, ROOT))
                .isNotEqualTo(ModuleIdentity.of(CHIP, otherRoot));
        assertThat(identity.toString()).hasSize(64);
    }

    @Test
    void outlastsUpdates() {
        BootDesk desk = BootDesk.with(1);
        ModuleIdentity before = ModuleIdentity.of(CHIP, desk.judge.root());
        desk.install(2);
        desk.chain().confirm(desk.running());

        assertThat(ModuleIdentity.of(CHIP, desk.judge.root())).isEqualTo(before);
    }

    @Test
    void readsTheNumberThatTheSystemShows() throws IOException {
        Path file = Files.writeString(folder.resolve("serial-number"), "10000000abcdef01\n\0");

        assertThat(BootChip.inFile(file).id())
                .isEqualTo(Bytes.of("10000000abcdef01".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 65, 1_000})
    void refusesNumbersThatTellNoChipsApart(int length) throws IOException {
        Path file = Files.writeString(folder.resolve("serial-number"), "1".repeat(length));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ModuleIdentity.of(BootChip.inFile(file), ROOT))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @Test
    void saysWhenThereIsNoNumber() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> BootChip.inFile(folder.resolve("none")).id())
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }
}
