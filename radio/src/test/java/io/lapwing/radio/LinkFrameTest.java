package io.lapwing.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.LinkFrame.Acknowledgement;
import io.lapwing.radio.LinkFrame.Data;
import io.lapwing.radio.LinkFrame.Receipt;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LinkFrameTest {
    private static final NodeAddress ONE = new NodeAddress(1);
    private static final NodeAddress TWO = new NodeAddress(2);
    private static final Optional<Receipt> NONE = Optional.empty();

    static Stream<LinkFrame> frames() {
        Receipt direct = new Receipt(TWO, 0xabcd, 255);
        Receipt aside = new Receipt(new NodeAddress(77), 1, 2);
        return Stream.of(
                new Data(ONE, TWO, 0xffff, 0, false, 0, 1, NONE, NONE, Bytes.EMPTY),
                new Data(ONE, TWO, 3, 4, true, 0, 1, Optional.of(direct), NONE, Bytes.of(1)),
                new Data(ONE, TWO, 3, 4, false, 15, 16, NONE, Optional.of(aside), Bytes.of(1, 2)),
                new Data(ONE, NodeAddress.EVERYONE, 3, 4, false, 31, 16, NONE, NONE, Bytes.of(1)),
                new Acknowledgement(ONE, TWO, 3, 4, true, Bytes.EMPTY),
                new Acknowledgement(ONE, TWO, 3, 4, false, Bytes.of(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void readsWhatItWrites(LinkFrame frame) {
        assertThat(LinkFrame.parse(frame.octets())).isEqualTo(frame);
    }

    @Test
    void hasTwelveOctetsBeyondTheMessage() {
        LinkFrame frame = new Data(ONE, TWO, 0x0304, 5, false, 0, 1, NONE, NONE, Bytes.of(6));

        assertThat(frame.octets().slice(0, 9)).isEqualTo(Bytes.hex("400001000203040506"));
        assertThat(frame.octets().length()).isEqualTo(LinkFrame.OVERHEAD_BYTES + 1);
    }

    @Test
    void refusesNoise() {
        byte[] octets = frames().findFirst().orElseThrow().octets().toArray();
        octets[3] ^= 1;

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> LinkFrame.parse(Bytes.of(octets)))
                .withMessage("frame of 12 octets with a wrong check: noise");
    }

    /// With a right check, and otherwise as no link writes it.
    @ParameterizedTest
    @CsvSource({
        "80000100020003040506, version",
        "40FFFF00020003040506, sender",
        "400001FFFF0003040506, receiver",
        "48000100020003040506, flags",
        "5000010002000304F006, fragment's index",
        "50000100020003040006, fragment's index",
        "600001FFFF000304010000, number of fragments",
        "600001FFFF000304110101, fragment's index",
        "7000010002000304, bitmap",
        "710001000200030400, bitmap",
        "7000010002000304000000, bitmap",
        "4100010002000304, ends within its header",
        "4200010002000304FFFF000102, sender acknowledged aside"
    })
    void refusesWhatNoLinkWrites(String octets, String why) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> LinkFrame.parse(checked(Bytes.hex(octets))))
                .withMessageContaining(why)
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    private static Bytes checked(Bytes octets) {
        CRC32 crc = new CRC32();
        crc.update(octets.toArray());
        int check = (int) crc.getValue();
        return Bytes.concat(octets, Bytes.of(check >> 24, check >> 16, check >> 8, check));
    }
}
