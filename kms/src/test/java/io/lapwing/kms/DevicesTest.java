package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.BERT;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.service.AuditEvent;
import io.lapwing.vault.KeyBinding;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    @TempDir Path folder;
    private TestKms test;
    private Devices devices;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        devices = test.kms.devices();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void makesBothRootKeysOfA11DeviceInTheVault() {
        Device made = test.create(1, MacVersion.V1_1);

        Device found = devices.find(eui(1)).orElseThrow();
        assertThat(found).isEqualTo(made);
        assertThat(found.state()).isEqualTo(Lifecycle.PROVISIONED);
        assertThat(found.keys().keys())
                .extracting(DeviceKey::kind)
                .containsExactly(KeyBinding.Kind.NWK_KEY, KeyBinding.Kind.APP_KEY);
        assertThat(found.keys().exposed()).isFalse();
    }

    @Test
    void refusesADevEuiThatIsKnown() {
        test.create(1, MacVersion.V1_0_4);

        assertFault(Fault.Kind.CONFLICT, () -> test.create(1, MacVersion.V1_0_4));
    }

    @Test
    void marksAnImportedKeyExposed() {
        Device made =
                devices.createImported(
                        ANNA,
                        TestKms.device(1, MacVersion.V1_0_3),
                        Map.of(KeyBinding.Kind.APP_KEY, test.sealed(TestKms.octets(1, 16))));

        assertThat(made.keys().exposed()).isTrue();
        assertThat(page(DeviceQuery.ALL.withExposed())).containsExactly(1L);
    }

    @Test
    void refusesKeysThatTheVersionDoesNotHave() {
        String jwe = test.sealed(TestKms.octets(1, 16));

        assertFault(
                Fault.Kind.BAD_INPUT,
                () ->
                        devices.createImported(
                                ANNA,
                                TestKms.device(1, MacVersion.V1_1),
                                Map.of(KeyBinding.Kind.APP_KEY, jwe)));
        assertThat(devices.find(eui(1))).isEmpty();
    }

    @Test
    void keepsADeviceForAStationInTheFactoryUntilItReports() {
        test.kms
                .receivers()
                .importSealed(
                        ANNA,
                        KeyBinding.Role.STATION,
                        "line-1",
                        test.sealed(TestKms.octets(9, 32)));

        Devices.WithStationCopies made =
                devices.createForStation(ANNA, TestKms.device(1, MacVersion.V1_1), "line-1");
        Device reported = devices.provision(new Actor(Actor.Role.STATION, "line-1"), eui(1));

        assertThat(made.device().state()).isEqualTo(Lifecycle.MANUFACTURED);
        assertThat(made.device().admission()).isInstanceOf(Device.Admission.Barred.class);
        assertThat(made.copies().values()).extracting(Bytes::length).containsExactly(24, 24);
        assertThat(reported.state()).isEqualTo(Lifecycle.PROVISIONED);
    }

    @Test
    void refusesAJoinBeforeTheClaimWhereOneIsRequired() {
        devices.create(ANNA, TestKms.device(1, MacVersion.V1_0_4).requiringClaim());

        Device unclaimed = devices.find(eui(1)).orElseThrow();
        Device claimed = devices.claim(Actor.owner("acme"), eui(1), "acme");

        assertThat(unclaimed.admission()).isInstanceOf(Device.Admission.Barred.class);
        assertThat(claimed.state()).isEqualTo(Lifecycle.CLAIMED);
        assertThat(claimed.admission()).isInstanceOf(Device.Admission.Admitted.class);
        assertFault(Fault.Kind.CONFLICT, () -> devices.claim(ANNA, eui(1), "other"));
    }

    @Test
    void destroysTheKeysOfARetiredDeviceForGood() {
        test.create(1, MacVersion.V1_1);

        devices.retire(ANNA, eui(1), "scrapped");

        Device retired = devices.find(eui(1)).orElseThrow();
        assertThat(retired.keys().keys()).isEmpty();
        assertFault(
                Fault.Kind.FORBIDDEN, () -> test.kms.joinAccess().withKeys(retired, keys -> keys));
        assertFault(Fault.Kind.CONFLICT, () -> devices.suspend(ANNA, eui(1), "late"));
    }

    @Test
    void refusesEveryUseOfACompromisedDevicesKeys() {
        test.create(1, MacVersion.V1_1);

        Device compromised = devices.compromise(ANNA, eui(1), "opened");

        assertFault(
                Fault.Kind.FORBIDDEN,
                () -> test.kms.joinAccess().withKeys(compromised, keys -> keys));
        assertFault(Fault.Kind.CONFLICT, () -> devices.resume(ANNA, eui(1)));
    }

    @Test
    void resumesADeviceWhereItsHistoryPutsIt() {
        test.create(1, MacVersion.V1_0_4);
        devices.suspend(ANNA, eui(1), "odd");

        Device resumed = devices.resume(ANNA, eui(1));

        assertThat(resumed.state()).isEqualTo(Lifecycle.PROVISIONED);
    }

    @Test
    void writesAnAuditRecordForEachChange() {
        test.create(1, MacVersion.V1_0_4);
        devices.setHome(ANNA, eui(1), Optional.of(HomeNetwork.of(NetId.parse("000013"))));
        devices.claim(ANNA, eui(1), "acme");
        devices.transfer(Actor.owner("acme"), eui(1), "bolt");
        devices.setLabels(ANNA, eui(1), Labels.parse("site=berlin"));
        devices.setDelivery(ANNA, eui(1), KeyDelivery.DEFAULT);
        devices.markExposed(ANNA, eui(1), "printed");

        assertThat(test.audit())
                .extracting(AuditEvent::action)
                .containsExactly(
                        "device.create",
                        "device.home",
                        "device.claim",
                        "device.transfer",
                        "device.labels",
                        "device.delivery",
                        "device.exposed");
        assertThat(test.audit().get(3).actor()).isEqualTo("owner:acme");
    }

    @Test
    void findsDevicesByEveryWordAndPageByPage() {
        for (long i = 1; i <= 7; i++) {
            devices.create(
                    ANNA,
                    TestKms.device(0x10 + i, MacVersion.V1_0_4)
                            .withOwner(i % 2 == 0 ? "acme" : "acme-2")
                            .withLabels(Labels.parse("site=" + (i < 4 ? "Berlin" : "Bern"))));
        }
        devices.suspend(ANNA, eui(0x12), "odd");

        assertThat(page(DeviceQuery.ALL)).hasSize(7);
        assertThat(page(DeviceQuery.ALL.withOwner("acme"))).containsExactly(0x12L, 0x14L, 0x16L);
        assertThat(page(DeviceQuery.ALL.withLabels(Labels.parse("site=Berlin"))))
                .containsExactly(0x11L, 0x12L, 0x13L);
        assertThat(page(DeviceQuery.ALL.withState(Lifecycle.SUSPENDED))).containsExactly(0x12L);
        assertThat(page(DeviceQuery.ALL.withEuis(DeviceQuery.euiPrefix("000000000000001"))))
                .hasSize(7);
        assertThat(page(DeviceQuery.ALL.withEuis(DeviceQuery.euiPrefix("0000000000000013"))))
                .containsExactly(0x13L);
        assertThat(test.kms.search().count(Lifecycle.CLAIMED)).isEqualTo(6);
    }

    private List<Long> page(DeviceQuery query) {
        List<Long> found = new ArrayList<>();
        Optional<DeviceCursor> after = Optional.empty();
        do {
            DeviceSearch.Page page = test.kms.search().page(query, after, 2);
            page.devices().forEach(device -> found.add(device.devEui().value()));
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    @Test
    void takesRenewedKeysIntoUseWhenTheDeviceHasThem() {
        test.kms
                .receivers()
                .importSealed(
                        ANNA,
                        KeyBinding.Role.STATION,
                        "line-1",
                        test.sealed(TestKms.octets(9, 16)));
        test.create(1, MacVersion.V1_0_4);

        Device waiting = test.kms.renewal().renew(ANNA, eui(1), "line-1").device();
        Device renewed = test.kms.renewal().activate(ANNA, eui(1), new RootKeyRef(0, 2));

        assertThat(waiting.keys().active()).isEqualTo(new RootKeyRef(0, 1));
        assertThat(renewed.keys().active()).isEqualTo(new RootKeyRef(0, 2));
        assertThat(renewed.keys().find(KeyBinding.Kind.APP_KEY, new RootKeyRef(0, 1))).isPresent();
        assertFault(
                Fault.Kind.NOT_FOUND,
                () -> test.kms.renewal().activate(ANNA, eui(1), new RootKeyRef(0, 3)));
    }

    @Test
    void resetsDevNoncesOnlyWhenTheOwnerApproves() {
        devices.create(ANNA, TestKms.device(1, MacVersion.V1_0_4).withOwner("acme"));
        joined(5);
        Approvals approvals = test.kms.approvals();
        approvals.requestNonceReset(ANNA, eui(1), "flashed again");

        assertFault(Fault.Kind.FORBIDDEN, () -> approve(BERT));
        assertFault(Fault.Kind.FORBIDDEN, () -> approve(ANNA));
        assertFault(Fault.Kind.FORBIDDEN, () -> approve(Actor.owner("bolt")));
        Device before = devices.find(eui(1)).orElseThrow();
        Device after = approve(Actor.owner("acme"));

        assertThat(TestKms.join(before, 0))
                .isInstanceOf(io.lapwing.lorawan.NonceVerdict.Replayed.class);
        assertThat(TestKms.join(after, 0))
                .isInstanceOf(io.lapwing.lorawan.NonceVerdict.Fresh.class);
        assertThat(after.pending()).isEmpty();
        assertFault(Fault.Kind.NOT_FOUND, () -> approve(Actor.owner("acme")));
    }

    @Test
    void takesTwoOperatorsToResetDevNoncesOfADeviceWithoutOwner() {
        test.create(1, MacVersion.V1_0_4);
        test.kms.approvals().requestNonceReset(ANNA, eui(1), "flashed again");

        assertFault(Fault.Kind.FORBIDDEN, () -> approve(ANNA));
        assertFault(Fault.Kind.FORBIDDEN, () -> approve(ANNA.by("user:anna")));
        Device after = approve(BERT);

        assertThat(after.pending()).isEmpty();
        assertThat(test.audit().getLast().action()).isEqualTo("device.nonce-reset-approve");
    }

    private Device approve(Actor actor) {
        return test.kms.approvals().approve(actor, eui(1), Approval.Step.DEV_NONCE_RESET);
    }

    private void joined(int devNonce) {
        JoinAccess.Seen seen = test.kms.joinAccess().find(eui(1)).orElseThrow();
        var fresh = (io.lapwing.lorawan.NonceVerdict.Fresh) TestKms.join(seen.device(), devNonce);
        test.kms.joinAccess().commitJoin(seen, fresh.next(), TestKms.accepted(seen.device()));
    }

    @Test
    void exportsEverythingButKeys() {
        devices.create(
                ANNA,
                TestKms.device(1, MacVersion.V1_1)
                        .withOwner("acme")
                        .withLabels(Labels.parse("site=berlin")));
        StringWriter csv = new StringWriter();
        StringWriter lines = new StringWriter();

        long written = test.kms.export().write(DeviceQuery.ALL, DeviceExport.Format.CSV, csv);
        test.kms.export().write(DeviceQuery.ALL, DeviceExport.Format.JSON_LINES, lines);

        assertThat(written).isEqualTo(1);
        assertThat(csv.toString().lines().toList().get(1))
                .startsWith("\"0000000000000001\",\"70B3D57ED0000000\",\"1.1\",\"claimed\"");
        assertThat(lines.toString()).startsWith("{\"devEui\":\"0000000000000001\"");
        String body =
                new String(
                        test.store.get(DeviceRows.key(eui(1))).orElseThrow().body().toArray(),
                        java.nio.charset.StandardCharsets.UTF_8);
        String wrapped = body.substring(body.indexOf("\"c\":\"") + 5).substring(0, 30);
        assertThat(csv.toString() + lines).doesNotContain(wrapped);
    }

    private static void assertFault(Fault.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }
}
