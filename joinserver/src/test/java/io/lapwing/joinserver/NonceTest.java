package io.lapwing.joinserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NonceTest {
    private static final int GATEWAYS = 64;

    private final World world = new World();

    @ParameterizedTest
    @EnumSource(MacVersion.class)
    void refusesAReplayAfterElevenMoreJoins(MacVersion version) {
        world.device(version);
        world.join(version, 100);
        for (int nonce = 101; nonce <= 111; nonce++) {
            assertThat(world.join(version, nonce)).isEqualTo(ResultCode.SUCCESS);
        }

        ResultCode replayed = world.join(version, 100);

        assertThat(replayed).isEqualTo(ResultCode.FRAME_REPLAYED);
        assertThat(world.devices.commits()).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(MacVersion.class)
    void acceptsTheSameJoinOnceThroughRacingGateways(MacVersion version) throws Exception {
        world.device(version);
        JoinReq request = world.joinReq(BackendVersion.V1_1, version, 7);

        List<ResultCode> codes = race(() -> world.ask(request).result().code());

        assertThat(codes).containsOnlyOnce(ResultCode.SUCCESS);
        assertThat(codes).contains(ResultCode.FRAME_REPLAYED);
        assertThat(codes).hasSize(GATEWAYS);
        assertThat(world.devices.commits()).isEqualTo(1);
        assertThat(world.devices.audit()).hasSize(GATEWAYS);
    }

    private static <T> List<T> race(Callable<T> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(Collections.nCopies(GATEWAYS, work))) {
                results.add(done.get());
            }
            return results;
        }
    }

    @Test
    void decidesAnewWhenTheDeviceChangedMeanwhile() {
        world.device(MacVersion.V1_0_4);
        world.devices.conflict(3);

        ResultCode code = world.join(MacVersion.V1_0_4, 1);

        assertThat(code).isEqualTo(ResultCode.SUCCESS);
        assertThat(world.devices.commits()).isEqualTo(1);
        assertThat(world.devices.audit()).hasSize(1);
    }

    @Test
    void givesUpOnADeviceThatNeverStopsChanging() {
        world.device(MacVersion.V1_0_4);
        world.devices.conflict(Integer.MAX_VALUE);

        ResultCode code = world.join(MacVersion.V1_0_4, 1);

        assertThat(code).isEqualTo(ResultCode.JOIN_REQ_FAILED);
        assertThat(world.devices.commits()).isZero();
        assertThat(world.lastAudit().outcome()).isEqualTo("failed");
    }

    @Test
    void refusesADeviceThatWasSuspendedBetweenReadAndCommit() {
        world.device(MacVersion.V1_0_4);
        world.devices.beforeCommit(seen ->
                world.devices.put(new Changed(seen).barred("it is suspended: resume it").device()));

        ResultCode code = world.join(MacVersion.V1_0_4, 1);

        assertThat(code).isEqualTo(ResultCode.ACTIVATION_DISALLOWED);
        assertThat(world.devices.commits()).isZero();
    }

    @Test
    void aForgedJoinUsesNoNonceUp() {
        world.device(MacVersion.V1_0_4);
        JoinReq good = world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 9);
        JoinReq forged =
                new JoinReq(
                        good.header(),
                        good.devEui(),
                        World.terms(MacVersion.V1_0_4, world.frame(MacVersion.V1_1, 9)));

        ResultCode first = world.ask(forged).result().code();
        ResultCode second = world.ask(good).result().code();

        assertThat(first).isEqualTo(ResultCode.MIC_FAILED);
        assertThat(second).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void answersNothingWhenTheAuditRecordCannotBeWritten() {
        world.device(MacVersion.V1_0_4);
        world.devices.breakStore(new Fault(Fault.Kind.UNAVAILABLE, "disk full"));
        var body = world.codec.encode(world.joinReq(BackendVersion.V1_0, MacVersion.V1_0_4, 1));

        assertThatThrownBy(() -> world.server().answer(World.NETWORK_SERVER, body))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    @Test
    void takesDevNonceZeroFirstAndGivesRisingJoinNonces() {
        world.device(MacVersion.V1_0_4);

        ResultCode first = world.join(MacVersion.V1_0_4, 0);
        ResultCode second = world.join(MacVersion.V1_0_4, 1);

        assertThat(first).isEqualTo(ResultCode.SUCCESS);
        assertThat(second).isEqualTo(ResultCode.SUCCESS);
        assertThat(world.devices.get(World.DEV_EUI).state().lastJoinNonce().orElseThrow().value())
                .isEqualTo(2);
    }
}
