package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.MacVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceImportTest {
    private static final Bytes TRANSPORT = TestKms.octets(99, 32);

    @TempDir Path folder;
    private TestKms test;
    private Path file;
    private Path refused;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        file = folder.resolve("devices");
        refused = folder.resolve("refused.csv");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void takesJsonLinesWithKeysSealedOneByOne() throws IOException {
        write(
                """
                {"devEui":"0000000000000001","joinEui":"70B3D57ED0000000","macVersion":"1.1",\
                "appKey":"%s","nwkKey":"%s","netId":"000013","owner":"acme","labels":"site=berlin",\
                "module":"%s","appSKey":"on-request","applicationServer":"as-1"}
                """
                        .formatted(
                                test.sealed(TestKms.octets(1, 16)),
                                test.sealed(TestKms.octets(2, 16)),
                                "a1".repeat(32)));

        DeviceImport.Summary summary = run();

        Device device = test.kms.devices().find(eui(1)).orElseThrow();
        assertThat(summary.imported()).isEqualTo(1);
        assertThat(device.state()).isEqualTo(Lifecycle.CLAIMED);
        assertThat(device.macVersion()).isEqualTo(MacVersion.V1_1);
        assertThat(device.keys().keys()).hasSize(2).allMatch(DeviceKey::exposed);
        assertThat(device.delivery().appSKey()).isEqualTo(KeyDelivery.AppSKey.ON_REQUEST);
        assertThat(device.labels()).isEqualTo(Labels.parse("site=berlin"));
        assertThat(device.module()).contains(ModuleDigest.parse("A1".repeat(32)));
    }

    @Test
    void takesCsvUnderATransportKeyAndPassesOverWhatIsThere() throws IOException {
        write(csv(1, 300));

        DeviceImport.Summary first = run();
        DeviceImport.Summary again = run();
        test.vault.rotate();
        DeviceImport.Summary rotated = run();

        assertThat(first.imported()).isEqualTo(300);
        assertThat(again.imported()).isZero();
        assertThat(again.known()).isEqualTo(300);
        assertThat(rotated.known()).isEqualTo(300);
        assertThat(Files.readString(refused)).hasLineCount(1);
    }

    @Test
    void listsEachRefusedRowWithItsLineAndReason() throws IOException {
        String key = TestKms.sealedUnder(TRANSPORT, TestKms.octets(1, 16));
        String other = TestKms.sealedUnder(TRANSPORT, TestKms.octets(2, 16));
        List<String> lines = new ArrayList<>(head());
        lines.add("0000000000000001,70B3D57ED0000000,1.0.4," + key + ",");
        lines.add("0000000000000001,70B3D57ED0000000,1.0.4," + other + ",");
        lines.add("000000000000000G,70B3D57ED0000000,1.0.4," + key + ",");
        lines.add("0000000000000002,70B3D57ED0000000,1.1," + key + ",");
        lines.add("0000000000000003,70B3D57ED0000000,1.0.4," + key + "," + key);
        lines.add("0000000000000004,70B3D57ED0000000,1.0.4,00112233445566778899AABBCCDDEEFF,");
        lines.add("0000000000000005,70B3D57ED0000000,1.0.4," + key.replace('.', 'x') + ",");
        lines.add("=cmd|' /C calc',70B3D57ED0000000,1.0.4," + key + ",");
        lines.add("x".repeat(20_000));
        lines.add("0000000000000006,70B3D57ED0000000,1.0.4," + key + ",");
        write(String.join("\r\n", lines));

        DeviceImport.Summary summary = run();

        assertThat(summary.imported()).isEqualTo(2);
        assertThat(summary.refused()).isEqualTo(8);
        List<String> list = Files.readAllLines(refused);
        assertThat(list.get(1)).startsWith("\"4\",\"0000000000000001\",\"device is known already");
        assertThat(list.get(2)).startsWith("\"5\",\"000000000000000G\"");
        assertThat(list.get(3)).contains("want NwkKey and AppKey");
        assertThat(list.get(4)).contains("LoRaWAN 1.0.4");
        assertThat(list.get(5)).contains("is not sealed");
        assertThat(list.get(7)).startsWith("\"10\",\"'=cmd|");
        assertThat(list.get(8)).startsWith("\"11\"").contains("too long");
        assertThat(Files.readString(refused)).doesNotContain("00112233445566778899AABBCCDDEEFF");
    }

    @Test
    void goesOnWhereAnImportWasCutOff() throws IOException {
        List<String> lines = new ArrayList<>(csvLines(1, 6_000));
        lines.set(10, "bad,row");
        lines.set(5_500, "bad,row");
        write(String.join("\n", lines));
        assertThatThrownBy(() ->
                        test.kms
                                .imports()
                                .run(
                                        ANNA,
                                        order(),
                                        state -> {
                                            if (state.done() >= 5_000) {
                                                throw new IllegalStateException("killed");
                                            }
                                        }))
                .hasMessage("killed");
        test.close();
        test = TestKms.in(folder);

        DeviceImport.Summary summary = run();

        assertThat(summary.resumed()).isTrue();
        assertThat(summary.imported() + summary.known()).isEqualTo(5_998);
        assertThat(summary.refused()).isEqualTo(2);
        assertThat(Files.readAllLines(refused)).hasSize(3);
        assertThat(test.kms.search().count(Lifecycle.PROVISIONED)).isEqualTo(5_998);
    }

    @Test
    void refusesAHeaderThatItDoesNotKnow() throws IOException {
        write("devEui,secret\n1,2\n");

        assertThatThrownBy(this::run).hasMessageContaining("\"secret\" is unknown");
    }

    private DeviceImport.Summary run() {
        return test.kms.imports().run(ANNA, order(), _ -> {});
    }

    private DeviceImport.Order order() {
        return new DeviceImport.Order(file, refused, 2);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private String csv(int from, int count) {
        return String.join("\n", csvLines(from, count));
    }

    private List<String> csvLines(int from, int count) {
        List<String> lines = new ArrayList<>(head());
        for (int i = from; i < from + count; i++) {
            String key = TestKms.sealedUnder(TRANSPORT, TestKms.octets(i, 16));
            lines.add("%s,70B3D57ED0000000,1.0.4,%s,".formatted(eui(i), key));
        }
        return lines;
    }

    private List<String> head() {
        return List.of(
                "transport," + test.sealed(TRANSPORT), "devEui,joinEui,macVersion,appKey,nwkKey");
    }
}
