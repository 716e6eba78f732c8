package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.HomeNsAns;
import io.lapwing.lorawan.BackendResult;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.lorawan.ResultCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HomeNsTest {
    private static final NetId HOME = NetId.parse("600001");
    private static final Eui64 HOME_NSID = Eui64.parse("70B3D57ED0000002");

    private final World world = new World();

    private void homed() {
        JoinDevice device = world.device(MacVersion.V1_1);
        world.devices.put(
                new Changed(device)
                        .home(new JoinDevice.Home(HOME, Optional.of(HOME_NSID)))
                        .device());
    }

    @Test
    void tellsTheHomeNetworkAndServer() {
        homed();

        Answer answer = world.homeNs(BackendVersion.V1_1);

        assertThat(answer)
                .isEqualTo(new HomeNsAns(answer.header(), BackendResult.SUCCESS, HOME, HOME_NSID));
        assertThat(world.lastAudit().action()).isEqualTo("home-ns.answer");
    }

    @Test
    void tellsA10CallerTheNetworkOnly() {
        homed();

        Answer answer = world.homeNs(BackendVersion.V1_0);

        assertThat(answer)
                .isEqualTo(new HomeNsAns(answer.header(), BackendResult.SUCCESS, HOME, null));
    }

    @Test
    void refusesAnUnknownDevice() {
        Answer answer = world.homeNs(BackendVersion.V1_0);

        assertThat(answer.result().code()).isEqualTo(ResultCode.UNKNOWN_DEV_EUI);
        assertThat(world.lastAudit().action()).isEqualTo("home-ns.refuse");
    }

    @Test
    void refusesADeviceWithoutAHome() {
        world.device(MacVersion.V1_1);

        Answer answer = world.homeNs(BackendVersion.V1_0);

        assertThat(answer.result().code()).isEqualTo(ResultCode.OTHER);
        assertThat(world.lastAudit().outcome()).isEqualTo("no-home");
    }
}
