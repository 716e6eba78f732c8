package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMemoryTest {
    private static final DeviceCounters COUNTERS = new DeviceCounters(65536, 16777215, 3);

    @TempDir private Path folder;

    @Test
    void startsAtZeroAndKeepsWhatWasStored() {
        DeviceMemory volatileMemory = DeviceMemory.volatileMemory();
        DeviceMemory file = new FileDeviceMemory(folder.resolve("device"));

        for (DeviceMemory memory : new DeviceMemory[] {volatileMemory, file}) {
            assertThat(memory.load()).isEqualTo(DeviceCounters.START);
            memory.store(new DeviceCounters(1, 2, 3));
            memory.store(COUNTERS);
            assertThat(memory.load()).isEqualTo(COUNTERS);
        }
        assertThat(new FileDeviceMemory(folder.resolve("device")).load()).isEqualTo(COUNTERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2\n", "1 2 3", "1 2 -3\n", "a b c\n", "1 2 3 4\n"})
    void refusesAFileThatItDidNotWrite(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("device"), content);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new FileDeviceMemory(file).load())
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void saysWhenItsFolderIsGone() {
        DeviceMemory memory = new FileDeviceMemory(folder.resolve("gone").resolve("device"));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> memory.store(COUNTERS))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    @Test
    void refusesCountersThatCannotBe() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new DeviceCounters(65537, 0, 0))
                .withMessage("next DevNonce 65537: want 0 to 65536");
    }
}
