package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.service.Commit;
import io.lapwing.vault.KeyBinding;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    private static final int DEVICES = 1_200;

    @TempDir Path folder;
    private TestKms test;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        test.kms
                .receivers()
                .importSealed(
                        ANNA,
                        KeyBinding.Role.NETWORK_SERVER,
                        "ns:13",
                        test.sealed(TestKms.octets(1, 16)));
        DeviceRows rows = new DeviceRows(test.store);
        KeyMaker keys = new KeyMaker(test.vault, () -> TestKms.NOW, new FreshKeys());
        Trail trail = new Trail(() -> TestKms.NOW);
        for (int i = 1; i <= DEVICES; i++) {
            NewDevice device = TestKms.device(i, MacVersion.V1_0_4);
            var made = keys.generate(device.devEui(), device.macVersion(), RootKeys.FIRST);
            var _ =
                    rows.add(
                            device.provisioned(made),
                            trail.done(ANNA, "device.create", device.devEui()));
        }
        test.create(0, MacVersion.V1_1);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void goesOnAfterAStopAndLeavesNoKeyUnderTheOldVersion() {
        Bytes before = mic(1);
        test.vault.rotate();
        KeyRotation.Outcome stopped =
                test.kms.rotation().run(ANNA, Pace.FULL, progress -> progress.done() < 500);
        test.close();
        test = TestKms.in(folder);

        KeyRotation.Outcome finished = test.kms.rotation().run(ANNA, Pace.FULL, _ -> true);

        assertThat(stopped).isInstanceOf(KeyRotation.Outcome.Stopped.class);
        assertThat(finished).isEqualTo(new KeyRotation.Outcome.Finished(2, DEVICES + 2));
        assertThat(test.kms.rotation().behind())
                .isEqualTo(Map.of(DeviceRows.KIND, 0L, Receivers.KIND, 0L));
        test.kms.rotation().destroy(ANNA, 1);
        assertThat(mic(1)).isEqualTo(before);
    }

    @Test
    void refusesToDestroyAVersionThatARowStillNeeds() {
        test.vault.rotate();

        assertThatThrownBy(() -> test.kms.rotation().destroy(ANNA, 1))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.CONFLICT));
        assertThat(mic(1).length()).isEqualTo(16);
    }

    @Test
    void losesNoJoinThatHappensMeanwhile() {
        test.vault.rotate();
        JoinAccess access = test.kms.joinAccess();
        int[] nonce = {0};

        test.kms
                .rotation()
                .run(
                        ANNA,
                        Pace.FULL,
                        _ -> {
                            join(access, nonce[0]++);
                            return true;
                        });

        Device device = access.find(eui(DEVICES)).orElseThrow().device();
        assertThat(nonce[0]).isGreaterThan(1);
        assertThat(device.joins().lastJoinNonce().orElseThrow().value()).isEqualTo(nonce[0]);
        assertThat(device.keys().keys()).allMatch(key -> key.wrapped().version() == 2);
    }

    private static void join(JoinAccess access, int devNonce) {
        Commit commit = new Commit.Conflict();
        while (commit instanceof Commit.Conflict) {
            JoinAccess.Seen seen = access.find(eui(DEVICES)).orElseThrow();
            var fresh = (NonceVerdict.Fresh) TestKms.join(seen.device(), devNonce);
            commit = access.commitJoin(seen, fresh.next(), TestKms.accepted(seen.device()));
        }
    }

    private Bytes mic(long devEui) {
        Device device = test.kms.devices().find(eui(devEui)).orElseThrow();
        return test.kms
                .joinAccess()
                .withKeys(
                        device, keys -> keys.key(KeyBinding.Kind.APP_KEY).cmac(Bytes.of(1, 2, 3)));
    }
}
