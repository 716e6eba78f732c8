package io.lapwing.crypto.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SecretMemoryTest {
    @ParameterizedTest
    @EnumSource
    void givesZeroesFromEverySource(PageSource source) {
        SecretMemory memory = new SecretMemory(source, 1 << 20);

        Cell cell = memory.take(32);

        assertThat(cell.room().mismatch(MemorySegment.ofArray(new byte[32]))).isEqualTo(-1);
        cell.room().fill((byte) 9);
        cell.release();
        assertThat(memory.take(32).room().mismatch(MemorySegment.ofArray(new byte[32])))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMFD_SECRET", "MLOCK"})
    void locksItsPages(PageSource source) throws IOException {
        Cell cell = new SecretMemory(source, 1 << 20).take(5000);

        List<String> mapping = smaps(cell.room().address());

        assertThat(mapping)
                .filteredOn(line -> line.startsWith("VmFlags:"))
                .singleElement()
                .asString()
                .containsPattern("\\blo\\b")
                .containsPattern("\\bdd\\b");
        cell.release();
    }

    @Test
    void usesCellsAgainRatherThanMappingMore() {
        SecretMemory memory = new SecretMemory(PageSource.PLAIN, 16 * 1024);

        for (int i = 0; i < 100_000; i++) {
            memory.take(16).release();
        }

        assertThat(memory.take(16).room().byteSize()).isEqualTo(16);
    }

    @Test
    void refusesMoreThanItsLimitAndSaysWhich() {
        SecretMemory memory = new SecretMemory(PageSource.PLAIN, 16 * 1024);
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cells.add(memory.take(4096));
        }

        assertExhausted(memory, "secret memory is at its own limit of 16384 bytes: close secrets");

        cells.getFirst().release();
        assertThat(memory.take(4096).room().byteSize()).isEqualTo(4096);
    }

    @Test
    void givesLargePiecesBackToTheSystem() {
        SecretMemory memory = new SecretMemory(PageSource.PLAIN, 16 * 1024);

        for (int i = 0; i < 100; i++) {
            memory.take(10_000).release();
        }

        assertThat(memory.take(16_000).room().byteSize()).isEqualTo(16 * 1024);
    }

    @Test
    void neverGivesOneCellToTwoOwners() throws ExecutionException, InterruptedException {
        SecretMemory memory = new SecretMemory(PageSource.PLAIN, 8 << 20);
        List<Future<List<Long>>> held = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                held.add(threads.submit(() -> churnAndHold(memory)));
            }
        }

        Set<Long> addresses = new HashSet<>();
        for (Future<List<Long>> cells : held) {
            addresses.addAll(cells.get());
        }

        assertThat(addresses).hasSize(8 * 50);
    }

    private static List<Long> churnAndHold(SecretMemory memory) {
        for (int i = 0; i < 20_000; i++) {
            Cell one = memory.take(16);
            Cell other = memory.take(16);
            one.release();
            other.release();
        }
        List<Long> held = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            held.add(memory.take(16).room().address());
        }
        return held;
    }

    @Test
    void saysHowSecretsAreHeld() {
        assertThat(SecretMemory.protection()).matches("(memfd_secret|mlock|plain): .+");
    }

    @Test
    void hardensTheProcess() throws IOException {
        Hardening.Achieved achieved = Hardening.apply();

        assertThat(achieved.missing()).isEmpty();
        assertThat(Files.readAllLines(Path.of("/proc/self/limits")))
                .anyMatch(line -> line.matches("Max core file size +0 +0 .*"));
    }

    private static void assertExhausted(SecretMemory memory, String message) {
        assertThatThrownBy(() -> memory.take(4096))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.EXHAUSTED));
    }

    /// The lines of `/proc/self/smaps` for the mapping that contains `address`.
    private static List<String> smaps(long address) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
                inside =
                        Long.parseUnsignedLong(range[0], 16) <= address
                                && address < Long.parseUnsignedLong(range[1], 16);
            }
            if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }
}
