package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
    private static final int CASES = 2000;

    @Test
    void readsBackEveryRejoinRequest() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

        for (int i = 0; i < CASES; i++) {
            RejoinCount count = new RejoinCount(random.nextInt(1 << 16));
            Mic mic = new Mic(octets(random, 4));
            RejoinRequest inSession =
                    new RejoinRequest.InSession(
                            random.nextBoolean() ? JoinType.REJOIN_0 : JoinType.REJOIN_2,
                            new NetId(random.nextInt(1 << 24)),
                            new Eui64(random.nextLong()),
                            count,
                            mic);
            RejoinRequest anew =
                    new RejoinRequest.Anew(
                            new Eui64(random.nextLong()), new Eui64(random.nextLong()), count, mic);

            assertThat(Frame.parse(inSession.phyPayload())).isEqualTo(inSession);
            assertThat(Frame.parse(anew.phyPayload())).isEqualTo(anew);
        }
    }

    @Test
    void readsBackEveryDataFrame() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);

        for (int i = 0; i < CASES; i++) {
            boolean hasPort = random.nextBoolean();
            DataFrame frame =
                    new DataFrame(
                            new DataFrame.Body(
                                    random.nextBoolean() ? Direction.UP : Direction.DOWN,
                                    random.nextBoolean(),
                                    new DevAddr(random.nextLong(1L << 32)),
                                    new FCtrl(random.nextInt(16)),
                                    random.nextInt(1 << 16),
                                    octets(random, random.nextInt(16)),
                                    hasPort ? new FPort(1 + random.nextInt(255)) : null,
                                    hasPort ? octets(random, random.nextInt(228)) : Bytes.EMPTY),
                            new Mic(octets(random, 4)));

            assertThat(Frame.parse(frame.phyPayload())).isEqualTo(frame);
        }
    }

    @Test
    void readsAFrameOfTheGreatestLength() {
        DataFrame.Body body =
                new DataFrame.Body(
                        Direction.UP,
                        false,
                        new DevAddr(1),
                        FCtrl.NONE,
                        1,
                        Bytes.EMPTY,
                        new FPort(1),
                        Bytes.of(new byte[242]));

        PhyPayload phyPayload = new DataFrame(body, new Mic(Bytes.hex("00000000"))).phyPayload();

        assertThat(phyPayload.octets().length()).isEqualTo(255);
        assertThat(Frame.parse(phyPayload).phyPayload()).isEqualTo(phyPayload);
    }

    @ParameterizedTest
    @CsvSource({
        "00, join-request of 1 bytes: want exactly 23",
        "000000000000000000000000000000000000000000000000, join-request of 24 bytes",
        "01, MHDR 01 has reserved bits",
        "04, MHDR 04 has reserved bits",
        "20, join-accept of 1 bytes: want 17",
        "2000000000000000000000000000000000000000, join-accept of 20 bytes",
        "4004030201000100000000, data frame of 11 bytes: want at least 12",
        "400403020105010000000000, data frame whose FOpts of 5 bytes reach into its MIC",
        "40040302010101000B0000000000, commands both in FOpts and on FPort 0",
        "C0, rejoin-request of 1 byte",
        "C003, rejoin-request of type 3: want 0",
        "C000, rejoin-request of type 0 of 2 bytes: want exactly 19",
        "C001, rejoin-request of type 1 of 2 bytes: want exactly 24",
        "E0, Proprietary frame",
    })
    void saysWhatDoesNotFit(String phyPayload, String why) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> Frame.parse(PhyPayload.parse(phyPayload)))
                .withMessageContaining(why)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @Test
    void refusesAFrameThatNoRadioCarries() {
        assertThatExceptionOfType(Fault.class).isThrownBy(() -> PhyPayload.parse(""));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> new PhyPayload(Bytes.of(new byte[256])))
                .withMessageContaining("want 1 to 255");
    }

    private static Bytes octets(RandomGenerator random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Bytes.of(octets);
    }
}
