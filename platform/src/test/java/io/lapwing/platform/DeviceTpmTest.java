package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.BootChain;
import io.lapwing.device.BootMeasurements;
import io.lapwing.device.DeviceTpm;
import io.lapwing.device.KeptVersions;
import io.lapwing.device.RisingCounter;
import io.lapwing.device.Zone;
import io.lapwing.device.ZoneMemory;
import io.lapwing.device.ZonePlan;
import io.lapwing.device.ZoneRead;
import io.lapwing.vault.tpm.KeyKind;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.PcrState;
import io.lapwing.vault.tpm.SealedData;
import io.lapwing.vault.tpm.Tpm;
import io.lapwing.vault.tpm.TpmAddress;
import io.lapwing.vault.tpm.TpmCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Boot and zone of a device with a TPM, which loses its power with the device.
class DeviceTpmTest {
    private static final int PCR = 9;
    private static final int INDEX = TpmCounter.FIRST_INDEX + 3;
    private static final ZonePlan PLAN = new ZonePlan(0, 1, 0, 1);
    private static final Bytes ROOT = Bytes.of(new byte[32]);
    private static final Bytes GOOD = Sha256.digest(Bytes.of(1));
    private static final Bytes OTHER = Sha256.digest(Bytes.of(2));

    @TempDir private Path folder = Path.of("");
    private SoftwareTpm chip;
    private Tpm tpm;

    @BeforeEach
    void open() throws IOException {
        chip = SoftwareTpm.in(folder);
        tpm = Tpm.open(TpmAddress.parse(chip.address()));
    }

    @AfterEach
    void close() {
        tpm.close();
        chip.close();
    }

    private void loseThePower() {
        tpm.close();
        chip.restart();
        tpm = Tpm.open(TpmAddress.parse(chip.address()));
    }

    private BootMeasurements measurements() {
        return new DeviceTpm(tpm).measurements(PCR);
    }

    @Test
    void measuresAsTheRegisterInSoftware() {
        BootMeasurements software = BootMeasurements.software();
        Bytes measured = BootChain.measurement(ROOT, GOOD);

        measurements().extend(measured);
        software.extend(measured);

        assertThat(measurements().value()).isEqualTo(software.value());
    }

    @Test
    void givesWhatIsSealedToAGoodBootAfterItAlone() {
        BootMeasurements expected = BootMeasurements.software();
        expected.extend(BootChain.measurement(ROOT, GOOD));
        PcrState good = PcrState.of(PcrSelection.of(PCR), List.of(expected.value()));
        SealedData sealed;
        try (Secret key = Secret.take(new byte[] {1, 2, 3})) {
            sealed = tpm.storage(KeyKind.ECC_P256).seal(key, good);
        }

        measurements().extend(BootChain.measurement(ROOT, OTHER));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> tpm.storage(KeyKind.ECC_P256).unseal(sealed))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));

        loseThePower();
        measurements().extend(BootChain.measurement(ROOT, GOOD));
        try (Secret again = tpm.storage(KeyKind.ECC_P256).unseal(sealed)) {
            Bytes given = again.use(Bytes::of);
            assertThat(given).isEqualTo(Bytes.of(1, 2, 3));
        }
    }

    @Test
    void measuresIntoNoRegisterThatCanBeSetBack() {
        DeviceTpm device = new DeviceTpm(tpm);

        for (int pcr : new int[] {-1, 16, 23, 24}) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> device.measurements(pcr))
                    .withMessageContaining("want 0 to 15");
        }
    }

    @Test
    void keepsAZoneAcrossALossOfPowerAndNoOlderOne() throws IOException {
        Path file = folder.resolve("zone");
        Path versions = folder.resolve("versions");
        try (KeptVersions made = KeptVersions.make(versions, PLAN.regions(), counter(), key());
                Zone zone = zone(file, made)) {
            write(zone, Bytes.of(1));
        }
        byte[] oldFile = Files.readAllBytes(file);
        byte[] oldVersions = Files.readAllBytes(versions);

        loseThePower();
        try (KeptVersions opened = opened(versions);
                Zone zone = zone(file, opened)) {
            assertThat(read(zone)).isEqualTo(new ZoneRead.Done<>(Bytes.of(1)));
            write(zone, Bytes.of(2));
        }
        Files.write(file, oldFile);

        loseThePower();
        try (KeptVersions opened = opened(versions);
                Zone zone = zone(file, opened)) {
            assertThat(read(zone)).isInstanceOf(ZoneRead.Refused.class);
        }
        Files.write(versions, oldVersions);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> opened(versions))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.TAMPERED))
                .withMessageContaining("the counter is at");
    }

    private RisingCounter counter() {
        return new DeviceTpm(tpm).counter(INDEX);
    }

    private KeptVersions opened(Path versions) {
        return KeptVersions.open(versions, PLAN.regions(), counter(), key());
    }

    private static Secret key() {
        return Secret.take(new byte[32]);
    }

    private static Zone zone(Path file, KeptVersions versions) {
        return Zone.keyed(ZoneMemory.file(file, PLAN.regions()), PLAN, key(), versions);
    }

    private static void write(Zone zone, Bytes octets) {
        try (Secret data = Secret.take(octets.toArray())) {
            zone.write(0, data);
        }
    }

    private static ZoneRead<Bytes> read(Zone zone) {
        return zone.read(0, data -> data.use(Bytes::of));
    }
}
