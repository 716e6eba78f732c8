package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.Keying;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.RejoinCount;
import io.lapwing.lorawan.RejoinRequest;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndDeviceTest {
    private static final Transmission SENT = new Transmission(5, 2);
    private static final FPort PORT = new FPort(10);
    private static final Bytes READING = Bytes.hex("CAFE");

    @ParameterizedTest
    @CsvSource({
        "V1_0_0, 00, AS_1_0",
        "V1_0_2, 80, AS_1_0",
        "V1_0_3, 00, AS_1_0",
        "V1_0_4, 00, AS_1_0",
        "V1_1, 80, AS_1_1",
        "V1_1, 00, AS_1_0",
    })
    void joinsAndIsUnderstoodByItsOwnerOnly(MacVersion version, String settings, Keying keying) {
        SmallJoinServer server = new SmallJoinServer(version, settings);
        EndDevice device = device(server, DeviceMemory.volatileMemory());

        SmallJoinServer.Answer answer = server.answer(device.joinRequest());
        DeviceSession session = joined(device.joinAccept(answer.accept()));

        assertThat(session.keying()).isEqualTo(keying);
        assertThat(device.session()).containsSame(session);
        assertThat(session.terms().devAddr()).isEqualTo(SmallJoinServer.DEV_ADDR);
        assertUnderstood(session, answer);
    }

    @Test
    void countsDevNoncesFromZeroAndStoresThemFirst() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_0_4, "00");
        DeviceMemory memory = DeviceMemory.volatileMemory();
        EndDevice device = device(server, memory);

        assertThat(devNonce(device.joinRequest())).isZero();
        assertThat(memory.load().nextDevNonce()).isEqualTo(1);
        assertThat(devNonce(device.joinRequest())).isEqualTo(1);
        assertThat(devNonce(device(server, memory).joinRequest())).isEqualTo(2);
    }

    @Test
    void givesUpWhenNoDevNonceIsLeft() {
        DeviceMemory memory = DeviceMemory.volatileMemory();
        memory.store(new DeviceCounters(DevNonce.MAX, 0, 0));
        EndDevice device = device(new SmallJoinServer(MacVersion.V1_0_4, "00"), memory);

        assertThat(devNonce(device.joinRequest())).isEqualTo(DevNonce.MAX);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(device::joinRequest)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.EXHAUSTED));
    }

    @Test
    void drawsDevNoncesAtRandomUpTo103() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_0_3, "00");
        EndDevice device = device(server, DeviceMemory.volatileMemory());
        RandomGenerator sameSeed = random();

        assertThat(devNonce(device.joinRequest())).isEqualTo(sameSeed.nextInt(65536));
        assertThat(devNonce(device.joinRequest())).isEqualTo(sameSeed.nextInt(65536));
    }

    @ParameterizedTest
    @EnumSource(
            value = MacVersion.class,
            names = {"V1_0_3", "V1_1"})
    void refusesATamperedAccept(MacVersion version) {
        SmallJoinServer server = new SmallJoinServer(version, "80");
        EndDevice device = device(server, DeviceMemory.volatileMemory());
        PhyPayload accept = server.answer(device.joinRequest()).accept();

        for (int bit = 8; bit < accept.octets().length() * 8; bit++) {
            byte[] octets = accept.octets().toArray();
            octets[bit / 8] ^= (byte) (1 << (bit % 8));
            JoinOutcome outcome = device.joinAccept(new PhyPayload(Bytes.of(octets)));
            assertRefused(outcome, JoinOutcome.Reason.MIC_FAILED);
        }

        assertThat(device.session()).isEmpty();
        joined(device.joinAccept(accept));
    }

    @Test
    void refusesAnAcceptMadeWithOtherKeys() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");
        EndDevice stranger =
                new EndDevice(
                        server.identity(),
                        SoftKeySlots.of11(Aes.best(), Secret.random(16), Secret.random(16)),
                        DeviceMemory.volatileMemory(),
                        random());
        EndDevice device = device(server, DeviceMemory.volatileMemory());
        PhyPayload accept = server.answer(device.joinRequest()).accept();
        stranger.joinRequest();

        assertRefused(stranger.joinAccept(accept), JoinOutcome.Reason.MIC_FAILED);
    }

    @Test
    void refusesAnAcceptThatItDidNotAskFor() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");
        EndDevice device = device(server, DeviceMemory.volatileMemory());
        PhyPayload first = server.answer(device.joinRequest()).accept();
        PhyPayload request = device.joinRequest();

        assertRefused(device.joinAccept(request), JoinOutcome.Reason.MALFORMED);
        assertRefused(device.joinAccept(PhyPayload.parse("2000")), JoinOutcome.Reason.MALFORMED);
        assertRefused(device.joinAccept(first), JoinOutcome.Reason.MIC_FAILED);
        PhyPayload second = server.answer(request).accept();
        joined(device.joinAccept(second));
        assertRefused(device.joinAccept(second), JoinOutcome.Reason.NOT_ASKED);
    }

    @Test
    void refusesAJoinNonceThatDoesNotRiseAlsoAfterARestart() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_0_4, "00");
        DeviceMemory memory = DeviceMemory.volatileMemory();
        EndDevice device = device(server, memory);
        server.nextJoinNonce(7);
        joined(device.joinAccept(server.answer(device.joinRequest()).accept()));

        EndDevice restarted = device(server, memory);
        server.nextJoinNonce(7);
        PhyPayload stale = server.answer(restarted.joinRequest()).accept();

        assertRefused(restarted.joinAccept(stale), JoinOutcome.Reason.REPLAYED);
        joined(restarted.joinAccept(server.answer(restarted.joinRequest()).accept()));
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinType.class,
            names = {"REJOIN_0", "REJOIN_1", "REJOIN_2"})
    void rejoinsIntoANewSession(JoinType type) {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");
        EndDevice device = device(server, DeviceMemory.volatileMemory());
        SmallJoinServer.Answer first = server.answer(device.joinRequest());
        DeviceSession old = joined(device.joinAccept(first.accept()));

        PhyPayload request = device.rejoinRequest(type);
        assertUnderstood(old, first);
        SmallJoinServer.Answer second =
                type == JoinType.REJOIN_1 ? server.answer(request) : server.answer(request, first);
        DeviceSession session = joined(device.joinAccept(second.accept()));

        assertUnderstood(session, second);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> old.uplink(Outgoing.data(PORT, READING), SENT))
                .withMessageContaining("has ended");
        assertThat(old.downlink(first.networkSession().downlink(Outgoing.EMPTY)))
                .isInstanceOfSatisfying(
                        Reception.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reception.Reason.ENDED));
    }

    @Test
    void countsRejoinsWithinTheSessionAndForLife() {
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "80");
        DeviceMemory memory = DeviceMemory.volatileMemory();
        EndDevice device = device(server, memory);
        SmallJoinServer.Answer answer = server.answer(device.joinRequest());
        joined(device.joinAccept(answer.accept()));

        assertThat(rejoinCount(device.rejoinRequest(JoinType.REJOIN_1))).isZero();
        assertThat(rejoinCount(device.rejoinRequest(JoinType.REJOIN_0))).isZero();
        PhyPayload second = device.rejoinRequest(JoinType.REJOIN_2);
        assertThat(rejoinCount(second)).isEqualTo(1);
        joined(device.joinAccept(server.answer(second, answer).accept()));
        assertThat(rejoinCount(device.rejoinRequest(JoinType.REJOIN_0))).isZero();
        assertThat(rejoinCount(device.rejoinRequest(JoinType.REJOIN_1))).isEqualTo(1);

        memory.store(new DeviceCounters(5, 9, RejoinCount.MAX + 1));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> device(server, memory).rejoinRequest(JoinType.REJOIN_1))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.EXHAUSTED));
    }

    @Test
    void refusesToRejoinWhatItCannot() {
        EndDevice old =
                device(new SmallJoinServer(MacVersion.V1_0_4, "00"), DeviceMemory.volatileMemory());
        SmallJoinServer server = new SmallJoinServer(MacVersion.V1_1, "00");
        EndDevice fallenBack = device(server, DeviceMemory.volatileMemory());
        joined(fallenBack.joinAccept(server.answer(fallenBack.joinRequest()).accept()));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> old.rejoinRequest(JoinType.REJOIN_1))
                .withMessageContaining("1.0.4 device cannot rejoin");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> fallenBack.rejoinRequest(JoinType.REJOIN_0))
                .withMessageContaining("without a session keyed as 1.1");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> fallenBack.rejoinRequest(JoinType.JOIN));
    }

    private static void assertUnderstood(DeviceSession session, SmallJoinServer.Answer answer) {
        PhyPayload uplink = session.uplink(Outgoing.data(PORT, READING), SENT);
        Reception.Accepted received =
                (Reception.Accepted) answer.networkSession().uplink(uplink, SENT);

        assertThat(received.payload()).isNotEqualTo(READING);
        assertThat(answer.applicationSession().open(received.fCnt(), PORT, received.payload()))
                .isEqualTo(READING);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() ->
                        new ApplicationSession(SmallJoinServer.DEV_ADDR, answer.network())
                                .open(received.fCnt(), PORT, received.payload()))
                .withMessageContaining("was not given it");
    }

    private static EndDevice device(SmallJoinServer server, DeviceMemory memory) {
        return new EndDevice(server.identity(), server.slots(), memory, random());
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    }

    private static DeviceSession joined(JoinOutcome outcome) {
        return ((JoinOutcome.Joined) outcome).session();
    }

    private static void assertRefused(JoinOutcome outcome, JoinOutcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        JoinOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static int devNonce(PhyPayload request) {
        return ((JoinRequest) Frame.parse(request)).devNonce().value();
    }

    private static int rejoinCount(PhyPayload request) {
        return ((RejoinRequest) Frame.parse(request)).count().value();
    }
}
