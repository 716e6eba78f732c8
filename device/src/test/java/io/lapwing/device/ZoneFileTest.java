package io.lapwing.device;

import static io.lapwing.device.ZoneTest.read;
import static io.lapwing.device.ZoneTest.text;
import static io.lapwing.device.ZoneTest.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneFileTest {
    private static final ZonePlan PLAN = new ZonePlan(0, 1, 2, 1);
    private static final int LENGTH = 4 * 256;
    private static final Bytes KEY = Bytes.of(new byte[32]);

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("zone");
    }

    private Zone open(ZoneVersions versions) {
        return Zone.keyed(
                ZoneMemory.file(file, PLAN.regions()), PLAN, Secret.take(KEY.toArray()), versions);
    }

    private ZoneVersions.Locked fresh() {
        return ZoneVersions.locked(PLAN.regions());
    }

    @Test
    void isMadeForItsOwnerAloneAndOutlivesTheProcess() throws IOException {
        ZoneVersions.Locked versions = fresh();
        try (Zone zone = open(versions)) {
            write(zone, 0, text("root"));
            assertThat(zone.protection()).startsWith("file: ");
        }

        assertThat(Files.size(file)).isEqualTo(LENGTH);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Zone zone = open(ZoneVersions.locked(versions.octets()))) {
            assertThat(read(zone, 0)).isEqualTo(new ZoneRead.Done<>(text("root")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LENGTH - 256, LENGTH - 1, LENGTH + 1})
    void refusesAFileOfAnotherLength(int length) throws IOException {
        Files.write(file, new byte[length]);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ZoneMemory.file(file, PLAN.regions()))
                .withMessageContaining(" has " + length + " bytes: want " + LENGTH)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    @Test
    void refusesAFileThatIsCutUnderIt() throws IOException {
        try (Zone zone = open(fresh())) {
            write(zone, 0, text("root"));

            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(100);
            }

            assertThat(read(zone, 0))
                    .isInstanceOfSatisfying(
                            ZoneRead.Refused.class,
                            refused ->
                                    assertThat(refused.why())
                                            .contains(" has 100 bytes: want " + LENGTH));
            assertThatExceptionOfType(Fault.class).isThrownBy(() -> write(zone, 0, text("again")));
            assertThat(zone.erase().failed()).containsExactly(0, 1, 2);
        }
    }

    @Test
    void refusesAFileThatWasRolledBack() throws IOException {
        ZoneVersions.Locked versions = fresh();
        try (Zone zone = open(versions)) {
            write(zone, 0, text("old"));
        }
        byte[] old = Files.readAllBytes(file);
        try (Zone zone = open(versions)) {
            write(zone, 0, text("new"));
        }

        Files.write(file, old);

        try (Zone zone = open(versions)) {
            ZoneTest.assertRefused(
                    read(zone, 0),
                    ZoneRead.Reason.CHANGED,
                    "region 0 was rolled back to version 1: want 2");
        }
    }

    @Test
    void refusesAFileWithSwappedRegions() throws IOException {
        ZoneVersions.Locked versions = fresh();
        try (Zone zone = open(versions)) {
            write(zone, 1, text("one"));
            write(zone, 2, text("two"));
        }
        byte[] octets = Files.readAllBytes(file);
        byte[] swapped = octets.clone();
        System.arraycopy(octets, 256, swapped, 512, 256);
        System.arraycopy(octets, 512, swapped, 256, 256);

        Files.write(file, swapped);

        try (Zone zone = open(versions)) {
            ZoneTest.assertRefused(
                    read(zone, 1),
                    ZoneRead.Reason.CHANGED,
                    "region 1 was overwritten with region 2");
        }
    }

    @Test
    void trustsNoFileWithoutTheVersionsThatBelongToIt() {
        try (Zone zone = open(fresh())) {
            write(zone, 0, text("root"));
        }

        try (Zone zone = open(fresh())) {
            ZoneTest.assertRefused(
                    read(zone, 0), ZoneRead.Reason.CHANGED, "region 0 is not what was written");
        }
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ZoneVersions.locked(Bytes.hex("00")))
                .withMessage("versions of 1 bytes: want 8 for each region");
    }

    @Test
    void overwritesTheFileWhenItIsErased() throws IOException {
        try (Zone zone = open(fresh())) {
            write(zone, 0, text("root"));
            write(zone, 3, text("log"));

            assertThat(zone.erase().isComplete()).isTrue();
        }

        byte[] octets = Files.readAllBytes(file);
        assertThat(Arrays.copyOf(octets, 3 * 256)).containsOnly(0);
        assertThat(Arrays.copyOfRange(octets, 3 * 256 + 30, 3 * 256 + 33))
                .isEqualTo(text("log").toArray());
    }

    @Test
    void staysErasedWhenACopyIsBroughtBack() throws IOException {
        ZoneVersions.Locked versions = fresh();
        byte[] before;
        try (Zone zone = open(versions)) {
            write(zone, 0, text("root"));
            write(zone, 3, text("log"));
            before = Files.readAllBytes(file);
            zone.erase();
            zone.erase();
        }

        Files.write(file, before);

        try (Zone zone = open(versions)) {
            ZoneTest.assertRefused(
                    read(zone, 0),
                    ZoneRead.Reason.CHANGED,
                    "region 0 was rolled back to version 1: want 2");
            assertThat(read(zone, 1)).isEqualTo(new ZoneRead.Empty<>());
            assertThat(read(zone, 3)).isEqualTo(new ZoneRead.Done<>(text("log")));
        }
    }

    @Test
    void belongsToOneZoneAtATime() {
        try (ZoneMemory first = ZoneMemory.file(file, PLAN.regions())) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> ZoneMemory.file(file, PLAN.regions()))
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
            assertThat(first.regions()).isEqualTo(4);
        }
        ZoneMemory.file(file, PLAN.regions()).close();
    }

    @Test
    void followsNoLinkAndSaysWhenItCannotBeOpened() throws IOException {
        Files.write(folder.resolve("elsewhere"), new byte[LENGTH]);
        Files.createSymbolicLink(file, folder.resolve("elsewhere"));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ZoneMemory.file(file, PLAN.regions()))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ZoneMemory.file(folder.resolve("gone/zone"), 1))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }
}
