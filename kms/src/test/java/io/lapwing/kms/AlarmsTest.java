package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.AuditEvent;
import io.lapwing.vault.KeyBinding;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmsTest {
    private static final Actor UDP = Actor.system("alarms");
    private static final Bytes MESSAGE = Bytes.hex("0101");

    @TempDir Path folder;
    private TestKms test;
    private Alarms alarms;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        alarms = test.kms.alarms();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Device device(long devEui) {
        return test.kms.devices().find(eui(devEui)).orElseThrow();
    }

    private Alarms.Taking take(long devEui, long counter) {
        return alarms.take(UDP, eui(devEui), counter, "light");
    }

    private List<AuditEvent> taken() {
        return test.audit().stream()
                .filter(event -> event.action().equals("device.alarm"))
                .toList();
    }

    private static Bytes block(Eui64 devEui) {
        return Bytes.concat(Bytes.hex("A1616C61726D0001"), devEui.bigEndian());
    }

    private static Bytes mac(Bytes appKey, Eui64 devEui) {
        Aes aes = Aes.best();
        try (Secret root = Secret.take(appKey.toArray());
                Secret key = aes.derive(root, block(devEui))) {
            return aes.cmac(key, MESSAGE);
        }
    }

    @Test
    void compromisesTheDeviceAndSaysSoInOneRecord() {
        test.create(1, MacVersion.V1_0_4);
        long records = test.store.audit().head().size();

        Alarms.Taking taking = take(1, 7);

        assertThat(taking).isEqualTo(new Alarms.Taking.Taken(device(1)));
        assertThat(device(1).state()).isEqualTo(Lifecycle.COMPROMISED);
        assertThat(device(1).alarm()).contains(new LastAlarm(7, "light", TestKms.NOW));
        assertThat(test.store.audit().head().size()).isEqualTo(records + 1);
        assertThat(taken())
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.object()).isEqualTo(eui(1).toString());
                    assertThat(record.actor()).isEqualTo("system:alarms");
                    assertThat(record.details()).isEqualTo(Map.of("counter", "7", "kind", "light"));
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 6, 7})
    void refusesACounterThatIsNotAboveTheLast(long counter) {
        test.create(1, MacVersion.V1_0_4);
        take(1, 7);
        long records = test.store.audit().head().size();

        Alarms.Taking again = take(1, counter);

        assertThat(again).isEqualTo(new Alarms.Taking.Old(7));
        assertThat(test.store.audit().head().size()).isEqualTo(records);
    }

    @Test
    void takesALaterAlarmOfADeviceThatIsCompromisedAlready() {
        test.create(1, MacVersion.V1_0_4);
        test.kms.devices().compromise(ANNA, eui(1), "dumped");

        Alarms.Taking first = take(1, 1);
        Alarms.Taking second = take(1, 0xFFFF_FFFFL);

        assertThat(List.of(first, second)).allMatch(Alarms.Taking.Taken.class::isInstance);
        assertThat(device(1).lastAlarmCounter()).isEqualTo(0xFFFF_FFFFL);
        assertThat(taken()).hasSize(2);
    }

    @Test
    void takesOneOfRacingCopies() throws Exception {
        test.create(1, MacVersion.V1_0_4);
        Callable<Alarms.Taking> copy = () -> take(1, 7);

        List<Alarms.Taking> takings = new ArrayList<>();
        try (ExecutorService racers = Executors.newFixedThreadPool(8)) {
            for (Future<Alarms.Taking> racer :
                    racers.invokeAll(List.of(copy, copy, copy, copy, copy, copy, copy, copy))) {
                takings.add(racer.get());
            }
        }

        assertThat(takings).filteredOn(Alarms.Taking.Taken.class::isInstance).hasSize(1);
        assertThat(takings).filteredOn(new Alarms.Taking.Old(7)::equals).hasSize(7);
        assertThat(taken()).hasSize(1);
    }

    @Test
    void computesWithEachAppKeyThatTheRowHoldsTheOneInUseFirst() {
        Bytes appKey = TestKms.octets(1, 16);
        Bytes nwkKey = TestKms.octets(2, 16);
        test.kms
                .devices()
                .createImported(
                        ANNA,
                        TestKms.device(1, MacVersion.V1_1),
                        Map.of(
                                KeyBinding.Kind.APP_KEY, test.sealed(appKey),
                                KeyBinding.Kind.NWK_KEY, test.sealed(nwkKey)));
        station();
        test.kms.renewal().renew(ANNA, eui(1), "line-1");

        Alarms.Raiser raiser = alarms.find(eui(1), block(eui(1))).orElseThrow();

        assertThat(raiser.macs()).hasSize(2);
        assertThat(raiser.macs().getFirst().apply(MESSAGE)).isEqualTo(mac(appKey, eui(1)));
        assertThat(raiser.macs().getLast().apply(MESSAGE)).isNotEqualTo(mac(appKey, eui(1)));
    }

    private void station() {
        test.kms
                .receivers()
                .importSealed(
                        ANNA,
                        KeyBinding.Role.STATION,
                        "line-1",
                        test.sealed(TestKms.octets(9, 32)));
    }

    @Test
    void stillChecksTheAlarmsOfACompromisedDeviceAndUsesItsKeysForNothingElse() {
        test.create(1, MacVersion.V1_1);
        take(1, 1);

        Alarms.Raiser raiser = alarms.find(eui(1), block(eui(1))).orElseThrow();

        assertThat(raiser.macs().getFirst().apply(MESSAGE).length()).isEqualTo(16);
        for (String other : List.of("01", "03", "05", "06")) {
            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> alarms.find(eui(1), Bytes.hex(other + "00".repeat(15))))
                    .withMessage("a key for something else than alarms: want type A1");
        }
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> test.kms.joinAccess().withKeys(device(1), keys -> keys))
                .withMessageContaining("its root keys are not used");
    }

    @Test
    void knowsNoAlarmOfWhoHasNoKeys() {
        test.create(1, MacVersion.V1_0_4);
        test.kms.devices().retire(ANNA, eui(1), "scrapped");

        assertThat(alarms.find(eui(1), block(eui(1))).orElseThrow().macs()).isEmpty();
        assertThat(alarms.find(eui(2), block(eui(2)))).isEmpty();
    }

    @Test
    void givesNobodyRenewedKeysOfATamperedDevice() {
        station();
        test.create(1, MacVersion.V1_0_4);
        test.create(2, MacVersion.V1_0_4);
        test.kms.renewal().renewKept(ANNA, eui(1), "line-1", "b1");
        test.kms.renewal().renewKept(ANNA, eui(2), "line-1", "b1");

        take(1, 1);
        StringWriter out = new StringWriter();
        long written = test.kms.stationCopies().write("b1", DeviceExport.Format.JSON_LINES, out);

        assertThat(written).isEqualTo(1);
        assertThat(out.toString()).contains(eui(2).toString()).doesNotContain(eui(1).toString());
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() ->
                        test.kms
                                .renewal()
                                .activate(ANNA, eui(1), device(1).keys().waiting().orElseThrow()))
                .withMessageContaining("its root keys are not renewed");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 0x1_0000_0000L})
    void refusesACounterThatNoFrameHas(long counter) {
        test.create(1, MacVersion.V1_0_4);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> take(1, counter))
                .withMessage("alarm counter " + counter + ": want 1 to 4294967295");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "A1A2A3A4A5A6A7A8"})
    void refusesAModuleIdentityOfAnotherForm(String digits) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ModuleDigest.parse(digits))
                .withMessage(
                        "module identity of "
                                + digits.length()
                                + " characters: want 64 hexadecimal digits");
    }
}
