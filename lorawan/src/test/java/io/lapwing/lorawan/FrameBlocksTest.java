package io.lapwing.lorawan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.FrameBlocks.Transmission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The protection of data frames of TS001 §4 against known frames.
class FrameBlocksTest {
    private static final String FILE = "ts001-4-data.json";

    private final Aes aes = Aes.best();

    static List<Vectors> framesAs10() {
        return Vectors.read(FILE).list("as10");
    }

    static List<Vectors> framesAs11() {
        return Vectors.read(FILE).group("as11").list("frames");
    }

    @ParameterizedTest
    @MethodSource("framesAs10")
    void verifiesAndDecryptsAs10(Vectors vector) {
        DataFrame frame = frame(vector);
        FCnt fCnt = new FCnt(vector.number("fCnt"));

        try (Secret nwkSKey = vector.secret("nwkSKey");
                Secret appSKey = vector.secret("appSKey")) {
            Bytes cmac = aes.cmac(nwkSKey, FrameBlocks.micInput(frame.body(), fCnt));

            assertThat(Mic.ofCmac(cmac)).isEqualTo(frame.mic());
            assertThat(payload(appSKey, frame.body(), fCnt)).isEqualTo(vector.bytes("payload"));
            assertThat(frame.body().fPort()).isEqualTo(new FPort(vector.number("port")));
        }
    }

    @ParameterizedTest
    @MethodSource("framesAs11")
    void verifiesAndDecryptsAs11(Vectors vector) {
        Vectors keys = Vectors.read(FILE).group("as11");
        DataFrame frame = frame(vector);
        DataFrame.Body body = frame.body();
        FCnt fCnt = new FCnt(vector.number("fCnt"));

        try (Secret forwarding = keys.secret("fNwkSIntKey");
                Secret serving = keys.secret("sNwkSIntKey");
                Secret nwkSEncKey = keys.secret("nwkSEncKey");
                Secret appSKey = keys.secret("appSKey")) {
            Secret payloadKey = vector.number("port") == 0 ? nwkSEncKey : appSKey;

            assertThat(mic(vector, body, fCnt, serving, forwarding)).isEqualTo(frame.mic());
            assertThat(payload(payloadKey, body, fCnt)).isEqualTo(vector.bytes("payload"));
            assertThat(
                            FrameBlocks.xor(
                                    body.fOpts(),
                                    aes.encrypt(nwkSEncKey, FrameBlocks.fOpts(body, fCnt))))
                    .isEqualTo(vector.bytes("fOpts"));
        }
    }

    private Mic mic(
            Vectors vector, DataFrame.Body body, FCnt fCnt, Secret serving, Secret forwarding) {
        FCnt acknowledged = new FCnt(vector.number("acknowledged"));
        Transmission transmission =
                new Transmission(vector.number("dataRate"), vector.number("channel"));
        return switch (body.direction()) {
            case UP ->
                    FrameBlocks.uplinkMic11(
                            aes.cmac(
                                    serving,
                                    FrameBlocks.uplinkMicInput11(
                                            body, fCnt, acknowledged, transmission)),
                            aes.cmac(forwarding, FrameBlocks.micInput(body, fCnt)));
            case DOWN ->
                    Mic.ofCmac(
                            aes.cmac(
                                    serving,
                                    FrameBlocks.downlinkMicInput11(body, fCnt, acknowledged)));
        };
    }

    @Test
    void makesTheMicOfAnUplinkFromTwoKeys() {
        Vectors vector = Vectors.read(FILE).group("micAs11");
        Bytes frame = Bytes.concat(vector.bytes("withoutMic"), Bytes.hex("00000000"));
        DataFrame.Body body = ((DataFrame) Frame.parse(new PhyPayload(frame))).body();
        FCnt fCnt = new FCnt(vector.number("fCnt"));

        try (Secret key = vector.secret("key")) {
            Bytes forwarding = aes.cmac(key, FrameBlocks.micInput(body, fCnt));
            Bytes serving =
                    aes.cmac(
                            key,
                            FrameBlocks.uplinkMicInput11(
                                    body, fCnt, FCnt.ZERO, new Transmission(0, 0)));

            assertThat(Mic.ofCmac(forwarding).octets()).isEqualTo(vector.bytes("micAs10"));
            assertThat(FrameBlocks.uplinkMic11(serving, forwarding).octets())
                    .isEqualTo(vector.bytes("micAs11"));
        }
    }

    @Test
    void coversAPayloadWithWholeBlocks() {
        Bytes none = FrameBlocks.payload(Direction.UP, new DevAddr(1), FCnt.ZERO, 0);
        Bytes two = FrameBlocks.payload(Direction.UP, new DevAddr(1), FCnt.ZERO, 17);

        assertThat(none.length()).isZero();
        assertThat(two)
                .isEqualTo(
                        Bytes.hex(
                                "0100000000000100000000000000000101000000000001000000000000000002"));
    }

    private Bytes payload(Secret key, DataFrame.Body body, FCnt fCnt) {
        Bytes encrypted = body.frmPayload();
        return encrypted.length() == 0
                ? encrypted
                : FrameBlocks.xor(
                        encrypted,
                        aes.encrypt(
                                key,
                                FrameBlocks.payload(
                                        body.direction(),
                                        body.devAddr(),
                                        fCnt,
                                        encrypted.length())));
    }

    private static DataFrame frame(Vectors vector) {
        PhyPayload phyPayload = PhyPayload.parse(vector.text("phyPayload"));
        DataFrame frame = (DataFrame) Frame.parse(phyPayload);
        assertThat(frame.phyPayload()).isEqualTo(phyPayload);
        return frame;
    }
}
