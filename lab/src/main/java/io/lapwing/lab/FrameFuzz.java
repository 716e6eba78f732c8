package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ProtectedJoinAccept;
import io.lapwing.lorawan.RejoinCount;
import io.lapwing.lorawan.RejoinRequest;
import java.util.List;
import java.util.stream.Stream;

/// Any octets are a frame that writes itself again, or `BAD_INPUT`: nothing else ever happens.
public final class FrameFuzz {
    private static final Mic MIC = new Mic(Bytes.of(1, 2, 3, 4));

    private FrameFuzz() {}

    static List<Bytes> seeds() {
        Stream<Frame> frames =
                Stream.of(
                        new JoinRequest(Samples.JOIN_EUI, Samples.DEV_EUI, new DevNonce(1), MIC),
                        new RejoinRequest.InSession(
                                JoinType.REJOIN_0,
                                Samples.NET_ID,
                                Samples.DEV_EUI,
                                new RejoinCount(1),
                                MIC),
                        new RejoinRequest.Anew(
                                Samples.JOIN_EUI, Samples.DEV_EUI, new RejoinCount(1), MIC),
                        new ProtectedJoinAccept(Bytes.of(new byte[16])),
                        new ProtectedJoinAccept(Bytes.of(new byte[32])));
        // Unconfirmed Data Up: MHDR | DevAddr | FCtrl | FCnt | FOpts | FPort | FRMPayload | MIC
        // (TS001-1.0.4 §4).
        Bytes data = Bytes.hex("407D140126820100" + "0302" + "0A" + "0102030405" + "01020304");
        return Stream.concat(frames.map(frame -> frame.phyPayload().octets()), Stream.of(data))
                .toList();
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            PhyPayload phyPayload = new PhyPayload(Bytes.of(octets));
            if (!Frame.parse(phyPayload).phyPayload().equals(phyPayload)) {
                throw new AssertionError("frame reads as another");
            }
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_INPUT) {
                throw fault;
            }
        }
    }
}
