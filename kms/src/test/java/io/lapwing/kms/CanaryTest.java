package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.KeyBinding;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A root key is never outside a vault: a key that someone knows is put in, and looked for everywhere.
class CanaryTest {
    private static final Bytes ROOT = TestKms.octets(0xCA, 16);
    private static final Bytes WRAPPING = TestKms.octets(0xCB, 32);

    @TempDir Path folder;

    @Test
    void leavesNoKeyInStoreAuditExportsOrMessages() throws IOException {
        StringBuilder said = new StringBuilder();

        try (TestKms test = TestKms.in(folder)) {
            work(test, said);
            test.audit().forEach(said::append);
            StringWriter export = new StringWriter();
            test.kms.export().write(DeviceQuery.ALL, DeviceExport.Format.CSV, export);
            test.kms.export().write(DeviceQuery.ALL, DeviceExport.Format.JSON_LINES, export);
            said.append(export);
            test.kms.devices().find(TestKms.eui(1)).ifPresent(said::append);
        }

        assertThat(said.toString()).contains("0000000000000001");
        for (Bytes key : List.of(ROOT, WRAPPING)) {
            for (String form : forms(key)) {
                assertThat(said.toString()).doesNotContain(form);
                assertThat(files()).noneMatch(file -> file.contains(form));
            }
        }
    }

    private void work(TestKms test, StringBuilder said) throws IOException {
        test.kms
                .receivers()
                .importSealed(ANNA, KeyBinding.Role.STATION, "line-1", test.sealed(WRAPPING));
        test.kms
                .devices()
                .createImported(
                        ANNA,
                        TestKms.device(1, MacVersion.V1_0_4),
                        Map.of(KeyBinding.Kind.APP_KEY, test.sealed(ROOT)));
        Path file = Files.createTempFile("canary", ".csv");
        Path refused = folder.resolve("refused.csv");
        try {
            Files.writeString(
                    file,
                    "devEui,joinEui,macVersion,appKey,labels\n"
                            + ("0000000000000002,70B3D57ED0000000,1.0.4," + ROOT + ",\n")
                            + (ROOT + ",70B3D57ED0000000,1.0.4,,\n")
                            + ("0000000000000003,70B3D57ED0000000," + ROOT + ",,\n")
                            + ("0000000000000004,70B3D57ED0000000,1.0.4,," + ROOT + "\n"));
            test.kms.imports().run(ANNA, new DeviceImport.Order(file, refused, 1), _ -> {});
        } finally {
            Files.delete(file);
        }
        said.append(Files.readString(refused));
        try {
            test.kms
                    .devices()
                    .createImported(
                            ANNA,
                            TestKms.device(5, MacVersion.V1_0_4),
                            Map.of(KeyBinding.Kind.APP_KEY, ROOT.toHex()));
        } catch (Fault fault) {
            said.append(fault.getMessage());
        }
    }

    private List<String> files() throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("seal.key"))
                    .map(CanaryTest::latin)
                    .toList();
        }
    }

    private static String latin(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Upper and lower hexadecimal, base64 at each alignment, and raw.
    private static List<String> forms(Bytes key) {
        List<String> forms = new ArrayList<>();
        forms.add(key.toHex());
        forms.add(key.toHex().toLowerCase(java.util.Locale.ROOT));
        forms.add(new String(key.toArray(), StandardCharsets.ISO_8859_1));
        for (int skipped = 0; skipped < 3; skipped++) {
            byte[] whole = key.slice(skipped, skipped + 12).toArray();
            forms.add(Base64.getEncoder().encodeToString(whole));
            forms.add(Base64.getUrlEncoder().encodeToString(whole));
        }
        return forms;
    }
}
