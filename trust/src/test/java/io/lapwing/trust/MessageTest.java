package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.CborWriter;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    static Stream<Bytes> messages() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatItWrites(Bytes octets) {
        assertThat(Message.parse(octets).encode()).isEqualTo(octets);
        assertThat(Spoken.again(octets)).isEqualTo(octets);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsNothingThatIsCutOrLonger(Bytes octets) {
        boolean free = octets.at(0) <= MessageCode.LIST;
        for (int length = 0; length < octets.length() && !free; length++) {
            Bytes cut = octets.slice(0, length);
            assertThatThrownBy(() -> Message.parse(cut))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
        }
        if (!free) {
            assertThatThrownBy(() -> Message.parse(Bytes.concat(octets, Bytes.of(0))))
                    .hasMessageContaining("1 bytes after the message: want none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00, message of 1 bytes",
        "6300, message of code 99",
        "0800, cut",
        "0804112233445566778899, service 4: want 0 to 3",
        "12021807, written longer",
        "120207, shared octets are 7: want at least 8",
        "061800, written longer than it needs",
        "0620, of CBOR type 1: want 0",
        "061C, not deterministic",
        "061B0000000100000000, epoch is 4294967296",
        "1818, cut",
        "1401, cut",
        "1A02, taken is 2: want 0 to 1",
        "1901020000, cut"
    })
    void saysWhatIsWrong(String octets, String why) {
        assertThatThrownBy(() -> Message.parse(Bytes.hex(octets)))
                .isInstanceOf(Fault.class)
                .hasMessageContaining(why);
    }

    @Test
    void readsTheListItWrites() {
        var nodes = new TreeSet<>(List.of(new NodeId(3), new NodeId(70_000), new NodeId(4)));
        var group = new DeviceList.Group(new GroupId(9), new Epoch(2), NodeId.CENTRAL, nodes);
        DeviceList list = new DeviceList(new Epoch(300), nodes, List.of(group));

        assertThat(DeviceList.parse(list.encode())).isEqualTo(list);
        assertThat(list.encode().length()).isLessThan(30);
    }

    @Test
    void refusesAListOutOfOrder() {
        Bytes twice = new CborWriter().number(1).array(2).number(5).number(0).array(0).done();

        assertThatThrownBy(() -> DeviceList.parse(twice)).hasMessageContaining("out of order");
    }

    @Test
    void refusesAShareThatIsNoPoint() {
        Bytes none = Bytes.of(new byte[32]).slice(0, 31);

        assertThatThrownBy(() -> new StorageKey(Bytes.concat(Bytes.of(2), none, Bytes.of(7))))
                .hasMessageContaining("point on P-256");
        assertThatThrownBy(() -> new StorageKey(Bytes.of(4, 1, 2)))
                .hasMessageContaining("compressed point of 33");
    }
}
