package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NonceVerdict;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NonceMarginTest {
    @TempDir Path folder;
    private TestKms test;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        test.create(1, MacVersion.V1_0_4);
        test.create(2, MacVersion.V1_0_3);
        test.create(3, MacVersion.V1_1);
        test.kms.devices().retire(ANNA, eui(3), "scrapped");
        join(1, 10);
        join(2, 0x1234);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void refusesCountersThatTheBackupMayHaveMissed() {
        long devices = test.kms.nonceMargin().raise(ANNA, 100, _ -> {});

        assertThat(devices).isEqualTo(3);
        assertThat(TestKms.join(device(1), 110)).isInstanceOf(NonceVerdict.Replayed.class);
        assertThat(TestKms.join(device(1), 111)).isInstanceOf(NonceVerdict.Fresh.class);
        assertThat(device(1).state()).isEqualTo(Lifecycle.ACTIVE);
    }

    @Test
    void suspendsRandomDevNoncesUntilTheyAreApproved() {
        test.kms.nonceMargin().raise(ANNA, 100, _ -> {});

        Device waiting = device(2);
        assertThat(waiting.state()).isEqualTo(Lifecycle.SUSPENDED);
        assertThatThrownBy(() -> test.kms.devices().resume(ANNA, eui(2)))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.CONFLICT));

        Device approved =
                test.kms.approvals().approve(ANNA, eui(2), Approval.Step.JOIN_AFTER_RESTORE);

        assertThat(approved.state()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(approved.pending()).isEmpty();
    }

    @Test
    void saysSoInTheAuditLog() {
        test.kms.nonceMargin().raise(ANNA, 100, _ -> {});

        assertThat(test.audit())
                .filteredOn(event -> event.action().startsWith("device.nonce-margin"))
                .extracting(event -> event.action() + " " + event.object())
                .containsExactly(
                        "device.nonce-margin-start all",
                        "device.nonce-margin 0000000000000001",
                        "device.nonce-margin 0000000000000002",
                        "device.nonce-margin-done all");
    }

    private Device device(long devEui) {
        return test.kms.devices().find(eui(devEui)).orElseThrow();
    }

    private void join(long devEui, int devNonce) {
        JoinAccess.Seen seen = test.kms.joinAccess().find(eui(devEui)).orElseThrow();
        var fresh = (NonceVerdict.Fresh) TestKms.join(seen.device(), devNonce);
        test.kms.joinAccess().commitJoin(seen, fresh.next(), TestKms.accepted(seen.device()));
    }
}
