package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.FragmentSizer;
import io.lapwing.radio.Link;
import io.lapwing.radio.LinkFrame;
import io.lapwing.radio.LinkFrame.Acknowledgement;
import io.lapwing.radio.LinkFrame.Data;
import io.lapwing.radio.LinkFrame.Receipt;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.NodeAddress;
import io.lapwing.radio.PacketError;
import io.lapwing.radio.SpreadingFactor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Any octets with a right check are a frame of the radio link that writes itself again, or `BAD_INPUT`; and a link that hears
/// them, in the middle of a message or not, goes on.
public final class LinkFuzz {
    private static final NodeAddress CENTRAL = new NodeAddress(0);
    private static final NodeAddress NODE = new NodeAddress(1);
    private static final LinkSettings SETTINGS =
            LinkSettings.of(Modulation.of(SpreadingFactor.SF7)).withPeers(2);
    private static final FragmentSizer SIZER = new FragmentSizer(new PacketError());
    private static final double SNR_DB = 10;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int CHECK_BYTES = 4;

    private LinkFuzz() {}

    /// Frames without their check, which each input is given.
    static List<Bytes> seeds() {
        Optional<Receipt> none = Optional.empty();
        Optional<Receipt> receipt = Optional.of(new Receipt(CENTRAL, 7, 1));
        Stream<LinkFrame> frames =
                Stream.of(
                        new Data(NODE, CENTRAL, 7, 1, false, 0, 1, none, none, Bytes.of(1, 2)),
                        new Data(NODE, CENTRAL, 7, 1, true, 0, 1, receipt, none, Bytes.of(0, 0)),
                        new Data(NODE, CENTRAL, 7, 1, false, 1, 3, none, receipt, Bytes.of(1)),
                        new Data(NODE, CENTRAL, 7, 1, false, 2, 3, none, none, Bytes.EMPTY),
                        new Acknowledgement(NODE, CENTRAL, 7, 1, true, Bytes.EMPTY),
                        new Acknowledgement(NODE, CENTRAL, 7, 1, false, Bytes.of(5)));
        // To all: version and kind | from | to | session | number | index | count | share.
        Bytes spread = Bytes.hex("60" + "0001" + "FFFF" + "0007" + "01" + "01" + "01" + "0A0B0C");
        return Stream.concat(
                        frames.map(LinkFrame::octets)
                                .map(octets -> octets.slice(0, octets.length() - CHECK_BYTES)),
                        Stream.of(spread))
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes frame = checked(octets);
        try {
            if (!LinkFrame.parse(frame).octets().equals(frame)) {
                throw new AssertionError("frame reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
        hear(frame);
    }

    /// A link with a message on its way hears the frame three times, and always has a bounded number of things to say.
    private static void hear(Bytes frame) {
        Link link = new Link(CENTRAL, SETTINGS, SIZER, new Random(1));
        link.send(NODE, Bytes.of(new byte[300]));
        long nowNs = 0;
        for (int i = 0; i < 3; i++) {
            link.received(frame, SNR_DB, nowNs);
            while (link.event() != null) {
                // Events are taken, not judged: who sent a frame is not known to the link.
            }
            nowNs += SECOND_NS;
            if (link.frame(nowNs).isPresent()) {
                nowNs += SECOND_NS;
                link.transmitted(nowNs);
            }
            nowNs += SECOND_NS;
        }
    }

    private static Bytes checked(byte[] octets) {
        CRC32 crc = new CRC32();
        crc.update(octets);
        int check = (int) crc.getValue();
        return Bytes.concat(
                Bytes.of(octets), Bytes.of(check >> 24, check >> 16, check >> 8, check));
    }
}
