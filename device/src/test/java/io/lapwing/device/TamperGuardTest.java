package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TamperGuardTest {
    private static final ZonePlan PLAN = ZonePlan.forLorawan();
    private static final int ROOT = PLAN.index(ZoneClass.ROOT_KEY, 0);
    private static final Eui64 DEV_EUI = Eui64.parse("0102030405060708");
    private static final Bytes MODULE = Bytes.hex("A1A2A3A4A5A6A7A8");

    private final Aes aes = Aes.best();
    private final ZoneLockedMemory memory = new ZoneLockedMemory(PLAN.regions());
    private final Zone zone =
            Zone.keyed(memory, PLAN, Secret.random(32), ZoneVersions.locked(PLAN.regions()));
    private final List<Bytes> sent = new ArrayList<>();
    private long timeMs;

    /// The platform's copy.
    private final Secret platformsKey = Secret.random(16);

    @BeforeEach
    void provision() {
        zone.write(ROOT, platformsKey);
    }

    private TamperGuard guard(AlarmTransport... transports) {
        AlarmSender sender = new AlarmSender(DEV_EUI, MODULE);
        long counter = new ZoneCounter(zone, 0).next();
        ZoneRead<AlarmFrames> alarms =
                zone.read(ROOT, root -> AlarmFrames.prepare(sender, counter, aes, root));
        return new TamperGuard(
                zone,
                new TamperDetector(TamperRules.defaults()),
                ((ZoneRead.Done<AlarmFrames>) alarms).value(),
                List.of(transports));
    }

    private TamperVerdict take(TamperGuard guard, double lux) {
        timeMs += TamperDetector.PERIOD_MS;
        return guard.take(SensorReadings.of(100 + timeMs * 1e-9, lux, 20 + timeMs * 1e-9), timeMs);
    }

    private boolean takesFrame(Bytes frame) {
        assertThat(zone.isErased()).as("erased before anything is sent").isTrue();
        assertThat(Bytes.of(memory.region(ROOT))).isEqualTo(Bytes.of(new byte[256]));
        return sent.add(frame);
    }

    @Test
    void blocksKeysWhileItSuspectsAndGivesThemBack() {
        TamperGuard guard = guard(this::takesFrame);
        take(guard, 0);

        take(guard, 2);
        assertThat(ZoneTest.read(zone, ROOT)).isInstanceOf(ZoneRead.Refused.class);
        for (int i = 0; i < 30; i++) {
            take(guard, 0);
        }

        assertThat(ZoneTest.read(zone, ROOT)).isInstanceOf(ZoneRead.Done.class);
        assertThat(guard.erasure()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void erasesFirstAndThenReportsOnce() {
        TamperGuard guard = guard(this::takesFrame);

        for (int i = 0; i < 10; i++) {
            take(guard, 300);
        }

        assertThat(guard.erasure())
                .hasValueSatisfying(erasure -> {
                    assertThat(erasure.isComplete()).isTrue();
                    assertThat(erasure.erased()).hasSize(PLAN.regions() - PLAN.records());
                });
        assertThat(sent).hasSize(1);
        assertThat(guard.isReported()).isTrue();
        assertBelieved(sent.getFirst());
    }

    private void assertBelieved(Bytes frame) {
        try (Secret key = AlarmKey.derive(aes, platformsKey, DEV_EUI)) {
            AlarmVerifier platform =
                    new AlarmVerifier(_ ->
                            Optional.of(
                                    new AlarmVerifier.Known(
                                            MODULE, 0, message -> aes.cmac(key, message))));
            assertThat(platform.verify(frame))
                    .isEqualTo(
                            new AlarmOutcome.Accepted(
                                    new Alarm(
                                            new AlarmSender(DEV_EUI, MODULE),
                                            TamperKind.LIGHT.code(),
                                            1)));
        }
    }

    @Test
    void triesWhateverTransportIsLeftUntilOneTakesTheSameOctets() {
        List<Bytes> refused = new ArrayList<>();
        List<Boolean> up = new ArrayList<>();
        TamperGuard guard =
                guard(
                        _ -> {
                            throw new Fault(Fault.Kind.UNAVAILABLE, "no network");
                        },
                        frame -> {
                            refused.add(frame);
                            return !up.isEmpty() && takesFrame(frame);
                        });

        take(guard, 300);
        take(guard, 300);
        take(guard, 300);
        assertThat(guard.isReported()).isFalse();
        up.add(true);
        take(guard, 300);
        take(guard, 300);

        assertThat(sent).hasSize(1);
        assertThat(refused).hasSize(3).containsOnly(sent.getFirst());
    }
}
