package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.device.JoinOutcome;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.lorawan.SessionGrant;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices of every LoRaWAN version join over HTTPS, with each store and each vault.
class JoinStoryTest {
    @TempDir Path folder;

    @Test
    void joinsDevicesOfEveryVersion() {
        story(RunningPlatform.embedded());
    }

    @Test
    void joinsDevicesWhoseKeysAreInAToken() {
        story(
                RunningPlatform.with(
                        PlatformConfig.StoreConfig.defaults(),
                        PlatformConfig.VaultConfig.of(PlatformConfig.VaultAdapter.PKCS11)));
    }

    @Test
    void joinsDevicesOnPostgres() {
        try (OwnPostgres postgres = OwnPostgres.start()) {
            story(postgres.config());
        }
    }

    private void story(PlatformConfig config) {
        try (RunningPlatform running = RunningPlatform.open(folder, config);
                Players players = Players.enter(running)) {
            int number = 0;
            for (MacVersion version : MacVersion.values()) {
                joins(TestDevice.of(number++, version).enteredIn(running), players);
            }
            TestDevice device =
                    TestDevice.of(number, MacVersion.V1_1)
                            .enteredIn(running, Players.delivery(KeyDelivery.AppSKey.ON_REQUEST));
            joins(device, players);
            rejoins(device, players);
        }
    }

    private static void joins(TestDevice device, Players players) {
        PhyPayload request = device.device().joinRequest();

        Answer answer = players.join(device, request);
        Answer again = players.join(device, request);

        assertJoined(device, Players.grant(answer));
        assertThat(again.result().code()).isEqualTo(ResultCode.FRAME_REPLAYED);
    }

    private static void rejoins(TestDevice device, Players players) {
        for (JoinType type : JoinType.values()) {
            if (type == JoinType.JOIN) {
                continue;
            }
            SessionGrant grant =
                    Players.grant(players.rejoin(device, device.device().rejoinRequest(type)));

            assertJoined(device, grant);
            assertThat(grant.appSKey()).isNull();
            Answer fetched = players.appSKey(device.devEui(), grant.sessionKeyId());
            assertThat(Players.open(Players.appSKey(fetched), Players.AS_KEK).length())
                    .isEqualTo(16);
        }
    }

    private static void assertJoined(TestDevice device, SessionGrant grant) {
        assertThat(device.device().joinAccept(grant.joinAccept()))
                .isInstanceOf(JoinOutcome.Joined.class);
    }
}
