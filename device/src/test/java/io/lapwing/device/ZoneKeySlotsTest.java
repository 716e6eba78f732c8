package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.MacVersion;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZoneKeySlotsTest extends KeySlotsContract {
    private static final Transmission SENT = new Transmission(5, 2);
    private static final Outgoing READING = Outgoing.data(new FPort(10), Bytes.hex("CAFE"));

    private final ZoneLockedMemory memory = new ZoneLockedMemory(ZonePlan.forLorawan().regions());
    private final Zone zone =
            Zone.keyed(
                    memory,
                    ZonePlan.forLorawan(),
                    Secret.random(32),
                    ZoneVersions.locked(ZonePlan.forLorawan().regions()));

    @Override
    KeySlots slots(Bytes nwkKey, Bytes appKey) {
        ZonePlan plan = ZonePlan.forLorawan();
        return ZoneKeySlots.of11(
                Zone.hashed(ZoneMemory.locked(plan.regions()), plan),
                Aes.best(),
                Secret.take(nwkKey.toArray()),
                Secret.take(appKey.toArray()));
    }

    @Test
    void refuseARootKeyOfAnotherLength() {
        assertFault(
                Fault.Kind.BAD_INPUT, () -> ZoneKeySlots.of10(zone, Aes.best(), Secret.random(32)));
    }

    @ParameterizedTest
    @EnumSource(
            value = MacVersion.class,
            names = {"V1_0_4", "V1_1"})
    void joinWithKeysThatNeverLeaveTheZone(MacVersion version) {
        SmallJoinServer server = new SmallJoinServer(version, "80");

        DeviceSession session = join(server);

        assertThat(session.uplink(READING, SENT)).isNotNull();
        assertThat(zone.read(index(KeySlot.APP_KEY), Secret::length))
                .isEqualTo(new ZoneRead.Done<>(16));
        assertThat(zone.read(index(KeySlot.APP_S_KEY), Secret::length))
                .isEqualTo(new ZoneRead.Done<>(16));
    }

    @Test
    void prepareAlarmsUnderTheAppKeyWhateverTheVersion() {
        AlarmSender sender =
                new AlarmSender(Eui64.parse("0102030405060708"), Bytes.hex("A1A2A3A4A5A6A7A8"));
        Bytes appKey = Bytes.hex("000102030405060708090A0B0C0D0E0F");

        try (AlarmFrames alarms = with11(appKey).alarms(sender, 7);
                Secret root = Secret.take(appKey.toArray());
                AlarmFrames expected = AlarmFrames.prepare(sender, 7, Aes.best(), root)) {
            assertThat(alarms.of(TamperKind.LIGHT)).isEqualTo(expected.of(TamperKind.LIGHT));
        }
        try (AlarmFrames alarms =
                        ZoneKeySlots.of10(zone, Aes.best(), Secret.take(appKey.toArray()))
                                .alarms(sender, 7);
                AlarmFrames same = with11(appKey).alarms(sender, 7)) {
            assertThat(alarms.of(TamperKind.HEAT)).isEqualTo(same.of(TamperKind.HEAT));
        }
    }

    private ZoneKeySlots with11(Bytes appKey) {
        return ZoneKeySlots.of11(
                zone, Aes.best(), Secret.random(16), Secret.take(appKey.toArray()));
    }

    @Test
    void prepareNoAlarmsWithoutAnAppKey() {
        assertFault(
                Fault.Kind.NOT_FOUND,
                () ->
                        ZoneKeySlots.in(zone, Aes.best())
                                .alarms(
                                        new AlarmSender(
                                                Eui64.parse("0102030405060708"),
                                                Bytes.hex("A1A2A3A4A5A6A7A8")),
                                        1));
    }

    private DeviceSession join(SmallJoinServer server) {
        EndDevice device =
                new EndDevice(
                        server.identity(),
                        server.slots(zone),
                        DeviceMemory.volatileMemory(),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        JoinOutcome outcome = device.joinAccept(server.answer(device.joinRequest()).accept());
        return ((JoinOutcome.Joined) outcome).session();
    }

    private static int index(KeySlot slot) {
        ZonePlan plan = ZonePlan.forLorawan();
        return slot == KeySlot.APP_KEY
                ? plan.index(ZoneClass.ROOT_KEY, 1)
                : plan.index(ZoneClass.SESSION_KEY, 1);
    }

    @Test
    void stopASessionWhileATamperIsSuspectedAndForEverAfterOne() {
        DeviceSession session = join(new SmallJoinServer(MacVersion.V1_1, "80"));

        zone.block();
        assertFault(Fault.Kind.UNAVAILABLE, () -> session.uplink(READING, SENT));
        zone.unblock();
        assertThat(session.uplink(READING, SENT)).isNotNull();
        zone.erase();
        assertFault(Fault.Kind.TAMPERED, () -> session.uplink(READING, SENT));
    }

    @Test
    void refuseAKeyWhoseRegionWasChanged() {
        DeviceSession session = join(new SmallJoinServer(MacVersion.V1_1, "80"));

        memory.region(index(KeySlot.APP_S_KEY))
                .copyFrom(memory.region(ZonePlan.forLorawan().index(ZoneClass.SESSION_KEY, 0)));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> session.uplink(READING, SENT))
                .withMessage("region 6 was overwritten with region 5");
    }

    @Test
    void findRootKeysAgainAtTheNextStart() {
        ZoneKeySlots.of10(zone, Aes.best(), Secret.take(ROOT.toArray())).close();

        Bytes again = ZoneKeySlots.in(zone, Aes.best()).cmac(KeySlot.APP_KEY, ROOT);

        try (Secret root = Secret.take(ROOT.toArray())) {
            assertThat(again).isEqualTo(Aes.best().cmac(root, ROOT));
        }
    }

    @Test
    void refuseAZoneThatIsTooSmall() {
        ZonePlan plan = new ZonePlan(0, 4, 3, 0);
        Zone small = Zone.hashed(ZoneMemory.locked(plan.regions()), plan);

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ZoneKeySlots.in(small, Aes.best()))
                .withMessage("zone of 4 root keys and 3 session keys: want 4 and 4 or more");
    }
}
