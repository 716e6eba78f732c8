package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.lorawan.SessionKeyId;
import io.lapwing.lorawan.SessionParameters;
import io.lapwing.service.AuditEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NonceReplayTest {
    @TempDir Path folder;
    private TestKms test;
    private long from;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        test.create(1, MacVersion.V1_0_4);
        test.create(2, MacVersion.V1_1);
        from = test.store.audit().head().size();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void told(String action, long devEui, Map<String, String> details) {
        test.store.record(
                new AuditEvent(
                        TestKms.NOW,
                        "peer:acme",
                        action,
                        eui(devEui).toString(),
                        Trail.DONE,
                        new TreeMap<>(details)));
    }

    private void joined(long devEui, String type, String nonce, String joinNonce) {
        told(
                type.equals("JOIN") ? "join.accept" : "rejoin.accept",
                devEui,
                Map.of(
                        "type",
                        type,
                        "joinEui",
                        TestKms.JOIN_EUI.toString(),
                        "nonce",
                        nonce,
                        "joinNonce",
                        joinNonce,
                        "netId",
                        "000013",
                        "sessionKeyId",
                        sessionKeyId(joinNonce).toString(),
                        "keying",
                        devEui == 2 ? "AS_1_1" : "AS_1_0",
                        "appKey",
                        "0/1",
                        "nwkKey",
                        "0/1"));
    }

    private static SessionKeyId sessionKeyId(String joinNonce) {
        return new SessionKeyId(TestKms.octets(Long.parseLong(joinNonce, 16), 16));
    }

    private Device device(long devEui) {
        return test.kms.devices().find(eui(devEui)).orElseThrow();
    }

    @Test
    void remembersJoinsAndRejoinsThatRecordsTellOf() {
        joined(1, "JOIN", "0005", "000001");
        joined(2, "JOIN", "0002", "000001");
        joined(2, "REJOIN_1", "0009", "000002");

        NonceReplay.Replayed replayed = test.kms.nonceReplay().run(ANNA, from, _ -> {});

        assertThat(replayed.joins()).isEqualTo(3);
        assertThat(replayed.lost()).isZero();
        assertThat(TestKms.join(device(1), 5)).isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(TestKms.join(device(1), 6)).isInstanceOf(NonceVerdict.Fresh.class);
        assertThat(device(2).joins().lastJoinNonce()).hasToString("Optional[000002]");
        assertThat(device(2).joins().sessions())
                .extracting(SessionParameters::id)
                .containsExactly(sessionKeyId("000002"), sessionKeyId("000001"));
        assertThat(device(1).state()).isEqualTo(Lifecycle.ACTIVE);
    }

    @Test
    void keepsASessionOnlyWhereItsRootKeyIsThere() {
        joined(1, "JOIN", "0005", "000001");
        told(
                "join.accept",
                1,
                Map.of(
                        "type",
                        "JOIN",
                        "joinEui",
                        TestKms.JOIN_EUI.toString(),
                        "nonce",
                        "0006",
                        "joinNonce",
                        "000002",
                        "netId",
                        "000013",
                        "sessionKeyId",
                        sessionKeyId("000002").toString(),
                        "keying",
                        "AS_1_0",
                        "appKey",
                        "0/2"));

        test.kms.nonceReplay().run(ANNA, from, _ -> {});

        assertThat(device(1).joins().sessions())
                .extracting(SessionParameters::id)
                .containsExactly(sessionKeyId("000001"));
        assertThat(device(1).joins().lastJoinNonce()).hasToString("Optional[000002]");
        assertThat(TestKms.join(device(1), 6)).isInstanceOf(NonceVerdict.Replayed.class);
    }

    @Test
    void barsAgainWhatWasBarred() {
        joined(1, "JOIN", "0005", "000001");
        told("device.compromise", 1, Map.of("reason", "dumped"));
        told("device.retire", 2, Map.of("reason", "scrapped"));

        NonceReplay.Replayed replayed = test.kms.nonceReplay().run(ANNA, from, _ -> {});

        assertThat(replayed.steps()).isEqualTo(2);
        assertThat(device(1).state()).isEqualTo(Lifecycle.COMPROMISED);
        assertThat(device(2).state()).isEqualTo(Lifecycle.RETIRED);
        assertThat(device(2).keys().keys()).isEmpty();
    }

    @Test
    void compromisesAgainWhoRaisedAnAlarmAndRemembersItsCounter() {
        told("device.alarm", 1, Map.of("counter", "7", "kind", "light"));
        told("device.alarm", 2, Map.of("counter", "3", "kind", "sensors-lost"));
        told("device.retire", 2, Map.of("reason", "scrapped"));

        NonceReplay.Replayed replayed = test.kms.nonceReplay().run(ANNA, from, _ -> {});
        test.kms.nonceReplay().run(ANNA, from, _ -> {});

        assertThat(replayed.steps()).isEqualTo(3);
        assertThat(replayed.lost()).isZero();
        assertThat(device(1).state()).isEqualTo(Lifecycle.COMPROMISED);
        assertThat(device(1).alarm()).contains(new LastAlarm(7, "light", TestKms.NOW));
        assertThat(device(2).state()).isEqualTo(Lifecycle.RETIRED);
        assertThat(test.kms.alarms().take(ANNA, eui(1), 7, "light"))
                .isEqualTo(new Alarms.Taking.Old(7));
    }

    @Test
    void listsWhatTheRowsDoNotHave() {
        told("device.transfer", 1, Map.of("owner", "globex"));
        joined(3, "JOIN", "0001", "000001");
        told("device.nonces-low", 1, Map.of());

        NonceReplay.Replayed replayed = test.kms.nonceReplay().run(ANNA, from, _ -> {});

        assertThat(replayed.listed())
                .containsExactlyInAnyOrder(
                        "device.transfer 0000000000000001", "join.accept 0000000000000003");
    }

    @Test
    void changesNoMoreWhenItIsDoneTwice() {
        joined(1, "JOIN", "0005", "000001");
        test.kms.nonceReplay().run(ANNA, from, _ -> {});
        var once = device(1).joins();

        NonceReplay.Replayed again = test.kms.nonceReplay().run(ANNA, from, _ -> {});

        assertThat(device(1).joins()).isEqualTo(once);
        assertThat(again.lost()).isZero();
    }
}
