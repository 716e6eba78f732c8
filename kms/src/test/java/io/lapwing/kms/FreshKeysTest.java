package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.RowKey;
import io.lapwing.vault.KeyBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A key that is on its way into its row when its vault key is to be destroyed.
class FreshKeysTest {
    private static final long DEVICE = 7;
    private static final Bytes KEY = Bytes.hex("000102030405060708090A0B0C0D0E0F");

    @TempDir Path folder;
    private TestKms test;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    /// A way in which a wrapped key comes into a row.
    ///
    /// @param row that it comes into
    record Way(String name, RowKey row, Work work) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Work {
        void run(TestKms test, Kms kms, Path folder) throws IOException;
    }

    static Stream<Way> ways() {
        RowKey device = DeviceRows.key(eui(DEVICE));
        return Stream.of(
                new Way(
                        "created",
                        device,
                        (_, kms, _) ->
                                kms.devices()
                                        .create(ANNA, TestKms.device(DEVICE, MacVersion.V1_0_4))),
                new Way(
                        "imported",
                        device,
                        (test, kms, _) ->
                                kms.devices()
                                        .createImported(
                                                ANNA,
                                                TestKms.device(DEVICE, MacVersion.V1_0_4),
                                                Map.of(KeyBinding.Kind.APP_KEY, test.sealed(KEY)))),
                new Way("imported from a file", device, FreshKeysTest::importFile),
                new Way(
                        "a receiver's",
                        new RowKey(
                                Receivers.KIND,
                                Bytes.of(
                                        ReceiverCodec.rowKey(KeyBinding.Role.STATION, "line-1")
                                                .getBytes(StandardCharsets.UTF_8))),
                        (test, kms, _) ->
                                kms.receivers()
                                        .importSealed(
                                                ANNA,
                                                KeyBinding.Role.STATION,
                                                "line-1",
                                                test.sealed(KEY))));
    }

    private static void importFile(TestKms test, Kms kms, Path folder) throws IOException {
        Path file = folder.resolve("devices.jsonl");
        Files.writeString(
                file,
                """
                {"devEui":"%s","joinEui":"%s","macVersion":"1.0.4","appKey":"%s"}
                """
                        .formatted(eui(DEVICE), TestKms.JOIN_EUI, test.sealed(KEY)));
        var _ =
                kms.imports()
                        .run(
                                ANNA,
                                new DeviceImport.Order(file, folder.resolve("refused.csv"), 1),
                                _ -> {});
    }

    @ParameterizedTest
    @MethodSource("ways")
    void isSeenBeforeItsVaultKeyIsDestroyed(Way way) throws Exception {
        HeldStore store = new HeldStore(test.store, way.row());
        Kms kms = new Kms(store, test.vault, () -> TestKms.NOW, test.nanos::get);
        FutureTask<Void> making =
                new FutureTask<>(() -> {
                    way.work().run(test, kms, folder);
                    return null;
                });
        FutureTask<Fault> destroying = new FutureTask<>(() -> refusal(kms));
        Thread.ofPlatform().start(making);
        store.awaitArrival();
        test.vault.rotate();

        Thread destroyer = Thread.ofPlatform().start(destroying);
        while (destroyer.getState() == Thread.State.RUNNABLE
                || destroyer.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        int lookedAt = store.scans();
        store.release();
        making.get();
        Fault refused = destroying.get();

        assertThat(lookedAt).as("pages looked at before the key was in its row").isZero();
        assertThat(refused.kind()).isEqualTo(Fault.Kind.CONFLICT);
        assertThat(kms.rotation().run(ANNA, Pace.FULL, _ -> true))
                .isEqualTo(new KeyRotation.Outcome.Finished(2, 1));
        kms.rotation().destroy(ANNA, 1);
    }

    private static Fault refusal(Kms kms) {
        try {
            kms.rotation().destroy(ANNA, 1);
            throw new AssertionError("destroyed a version that a key still needs");
        } catch (Fault fault) {
            return fault;
        }
    }

    @Test
    void refusesToDestroyTheNewestVersion() {
        assertThat(refusal(test.kms).kind()).isEqualTo(Fault.Kind.CONFLICT);
        assertThat(test.audit()).noneMatch(event -> event.action().equals("vault-key.destroy"));
    }
}
