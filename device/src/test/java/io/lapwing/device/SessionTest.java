package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.PhyPayload;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ends of a session, in both keyings.
class SessionTest {
    private static final Transmission SENT = new Transmission(5, 2);
    private static final FPort PORT = new FPort(1);
    private static final Bytes COMMANDS = Bytes.hex("0B01");
    private static final Bytes TEXT = Bytes.hex("00112233445566778899AABBCCDDEEFF0011");

    /// The version that a device is made with to have a session of either keying.
    enum Ends {
        AS_1_0(MacVersion.V1_0_4),
        AS_1_1(MacVersion.V1_1);

        private final MacVersion version;

        Ends(MacVersion version) {
            this.version = version;
        }

        Line line() {
            SmallJoinServer server = new SmallJoinServer(version, "80");
            EndDevice device =
                    new EndDevice(
                            server.identity(),
                            server.slots(),
                            DeviceMemory.volatileMemory(),
                            RandomGeneratorFactory.of("L64X128MixRandom").create(1));
            SmallJoinServer.Answer answer = server.answer(device.joinRequest());
            JoinOutcome.Joined joined = (JoinOutcome.Joined) device.joinAccept(answer.accept());
            return new Line(joined.session(), answer.networkSession(), answer.applicationSession());
        }
    }

    record Line(DeviceSession device, NetworkSession network, ApplicationSession application) {
        PhyPayload applicationDownlink(Bytes text) {
            Bytes sealed = application.seal(network.nextDown(PORT), PORT, text);
            return network.downlink(Outgoing.data(PORT, sealed));
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void carriesTextAndCommandsBothWays(Ends ends) {
        Line line = ends.line();

        Reception.Accepted up =
                accepted(
                        line.network()
                                .uplink(
                                        line.device()
                                                .uplink(
                                                        Outgoing.data(PORT, TEXT)
                                                                .withFOpts(COMMANDS),
                                                        SENT),
                                        SENT));
        Bytes sealed = line.application().seal(line.network().nextDown(PORT), PORT, TEXT);
        Reception.Accepted down =
                accepted(
                        line.device()
                                .downlink(
                                        line.network()
                                                .downlink(
                                                        Outgoing.data(PORT, sealed)
                                                                .withFOpts(COMMANDS))));

        assertThat(up.fOpts()).isEqualTo(COMMANDS);
        assertThat(line.application().open(up.fCnt(), PORT, up.payload())).isEqualTo(TEXT);
        assertThat(down.fOpts()).isEqualTo(COMMANDS);
        assertThat(down.payload()).isEqualTo(TEXT);
        assertThat(down.port()).isEqualTo(PORT);
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void carriesCommandsOnPort0ToTheNetworkServer(Ends ends) {
        Line line = ends.line();
        Outgoing commands = Outgoing.data(FPort.COMMANDS, COMMANDS);

        Reception.Accepted up =
                accepted(line.network().uplink(line.device().uplink(commands, SENT), SENT));
        Reception.Accepted down =
                accepted(line.device().downlink(line.network().downlink(commands)));

        assertThat(up.payload()).isEqualTo(COMMANDS);
        assertThat(down.payload()).isEqualTo(COMMANDS);
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> line.application().open(FCnt.ZERO, FPort.COMMANDS, COMMANDS));
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void acknowledgesConfirmedFramesOnce(Ends ends) {
        Line line = ends.line();
        line.network().uplink(line.device().uplink(Outgoing.EMPTY, SENT), SENT);

        PhyPayload confirmedUp =
                line.device().uplink(Outgoing.data(PORT, TEXT).toBeConfirmed(), SENT);
        Reception.Accepted up = accepted(line.network().uplink(confirmedUp, SENT));
        Reception.Accepted down =
                accepted(
                        line.device()
                                .downlink(line.network().downlink(Outgoing.EMPTY.toBeConfirmed())));
        Reception.Accepted next =
                accepted(line.network().uplink(line.device().uplink(Outgoing.EMPTY, SENT), SENT));
        Reception.Accepted last =
                accepted(line.network().uplink(line.device().uplink(Outgoing.EMPTY, SENT), SENT));

        assertThat(up.confirmed()).isTrue();
        assertThat(down.ack()).isTrue();
        assertThat(next.ack()).isTrue();
        assertThat(last.ack()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void refusesReplayedFramesInBothDirections(Ends ends) {
        Line line = ends.line();
        PhyPayload up = line.device().uplink(Outgoing.data(PORT, TEXT), SENT);
        PhyPayload down = line.applicationDownlink(TEXT);
        accepted(line.network().uplink(up, SENT));
        accepted(line.device().downlink(down));

        assertRefused(line.network().uplink(up, SENT), Reception.Reason.REPLAYED);
        assertRefused(line.device().downlink(down), Reception.Reason.REPLAYED);
        accepted(line.device().downlink(line.applicationDownlink(TEXT)));
        assertRefused(line.device().downlink(down), Reception.Reason.REPLAYED);
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void refusesEveryTurnedBit(Ends ends) {
        Line line = ends.line();
        PhyPayload down = line.applicationDownlink(TEXT);

        for (int bit = 0; bit < down.octets().length() * 8; bit++) {
            byte[] octets = down.octets().toArray();
            octets[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(line.device().downlink(new PhyPayload(Bytes.of(octets))))
                    .isInstanceOf(Reception.Refused.class);
        }

        accepted(line.device().downlink(down));
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void goesOnAfterSixteenBitsOfCounter(Ends ends) {
        Line line = ends.line();
        Outgoing text = Outgoing.data(PORT, TEXT);
        PhyPayload first = line.device().uplink(text, SENT);
        accepted(line.network().uplink(first, SENT));
        for (int i = 1; i < 0xfff0; i++) {
            line.device().uplink(Outgoing.EMPTY, SENT);
        }

        for (long fCnt = 0xfff0; fCnt < 0x10010; fCnt++) {
            Reception.Accepted up =
                    accepted(line.network().uplink(line.device().uplink(text, SENT), SENT));
            assertThat(up.fCnt()).isEqualTo(new FCnt(fCnt));
            assertThat(line.application().open(up.fCnt(), PORT, up.payload())).isEqualTo(TEXT);
        }
        // Told from a forgery by trying the one counter it could have had within the last 65536.
        assertRefused(line.network().uplink(first, SENT), Reception.Reason.MIC_FAILED);
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void refusesFramesOfOthers(Ends ends) {
        Line line = ends.line();
        PhyPayload up = line.device().uplink(Outgoing.data(PORT, TEXT), SENT);
        DataFrame frame = (DataFrame) Frame.parse(up);
        byte[] other = up.octets().toArray();
        other[1]++;

        assertRefused(line.device().downlink(up), Reception.Reason.MALFORMED);
        assertRefused(
                line.network().uplink(PhyPayload.parse("40"), SENT), Reception.Reason.MALFORMED);
        assertRefused(
                line.network().uplink(new PhyPayload(Bytes.of(other)), SENT),
                Reception.Reason.NOT_MINE);
        assertThat(frame.body().fCntWire()).isZero();
        accepted(line.network().uplink(up, SENT));
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void bindsTheTransmissionIntoTheMicAs11Only(Ends ends) {
        Line line = ends.line();
        PhyPayload up = line.device().uplink(Outgoing.data(PORT, TEXT), SENT);

        Reception reception = line.network().uplink(up, new Transmission(5, 3));

        switch (ends) {
            case AS_1_0 -> accepted(reception);
            case AS_1_1 -> assertRefused(reception, Reception.Reason.MIC_FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.class)
    void keepsOneDownlinkCounterAs10AndTwoAs11(Ends ends) {
        Line line = ends.line();
        accepted(line.device().downlink(line.applicationDownlink(TEXT)));

        Reception.Accepted commands =
                accepted(line.device().downlink(line.network().downlink(Outgoing.EMPTY)));

        assertThat(commands.fCnt().value())
                .isEqualTo(
                        switch (ends) {
                            case AS_1_0 -> 1;
                            case AS_1_1 -> 0;
                        });
    }

    private static Reception.Accepted accepted(Reception reception) {
        assertThat(reception).isInstanceOf(Reception.Accepted.class);
        return (Reception.Accepted) reception;
    }

    private static void assertRefused(Reception reception, Reception.Reason reason) {
        assertThat(reception)
                .isInstanceOfSatisfying(
                        Reception.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
