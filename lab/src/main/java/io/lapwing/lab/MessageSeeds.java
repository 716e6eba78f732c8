package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.DevNonce;
import io.lapwing.lorawan.DlSettings;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.Frame;
import io.lapwing.lorawan.JoinRequest;
import io.lapwing.lorawan.JoinType;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.RejoinCount;
import io.lapwing.lorawan.RejoinRequest;
import io.lapwing.lorawan.SessionKeyId;
import java.util.ArrayList;
import java.util.List;

/// Messages of every kind for [FewDevices], each of which is granted.
final class MessageSeeds {
    private static final Mic UNSIGNED = new Mic(Bytes.of(0, 0, 0, 0));
    private static final RejoinCount FIRST = new RejoinCount(0);

    private MessageSeeds() {}

    static List<Bytes> all(FewDevices devices) {
        List<Bytes> all = new ArrayList<>();
        all.add(join(devices, FewDevices.OF_1_0_2, MacVersion.V1_0_2, 0x13));
        all.add(join(devices, FewDevices.OF_1_0_4, MacVersion.V1_0_4, 0x13));
        all.add(join(devices, FewDevices.OF_1_1, MacVersion.V1_1, 0x93));
        all.add(join(devices, FewDevices.OF_1_1, MacVersion.V1_0_3, 0x13));
        all.add(
                rejoin(
                        devices,
                        new RejoinRequest.Anew(
                                Samples.JOIN_EUI, FewDevices.OF_1_1, FIRST, UNSIGNED)));
        for (JoinType type : List.of(JoinType.REJOIN_0, JoinType.REJOIN_2)) {
            all.add(
                    rejoin(
                            devices,
                            new RejoinRequest.InSession(
                                    type, Samples.NET_ID, FewDevices.OF_1_1, FIRST, UNSIGNED)));
        }
        for (Eui64 devEui : List.of(FewDevices.OF_1_0_2, FewDevices.OF_1_0_4, FewDevices.OF_1_1)) {
            all.add(appSKey(devEui));
        }
        all.add(homeNs());
        return all;
    }

    private static Bytes join(
            FewDevices devices, Eui64 devEui, MacVersion version, int dlSettings) {
        DevNonce fresh = new DevNonce(FewDevices.JOINS);
        Frame frame = devices.signed(new JoinRequest(Samples.JOIN_EUI, devEui, fresh, UNSIGNED));
        return Samples.joinReq(devEui, version, new DlSettings(dlSettings), frame.phyPayload());
    }

    private static Bytes rejoin(FewDevices devices, RejoinRequest unsigned) {
        return Samples.text(
                """
                {"ProtocolVersion":"1.1","SenderID":"%s","SenderNSID":"0x70B3D57ED0000001",\
                "ReceiverID":"%s","TransactionID":0,"MessageType":"RejoinReq","MACVersion":"1.1",\
                "PHYPayload":"%s","DevEUI":"%s","DevAddr":"2601147D","DLSettings":"80","RxDelay":5,\
                "CFList":"184f84e85684b85e84886684586e8400","SenderToken":"0xAB01",\
                "VSExtension":{"VendorID":"0016C0","Object":{"any":[1,2]}}}\
                """
                        .formatted(
                                Samples.NET_ID,
                                Samples.JOIN_EUI,
                                devices.signed(unsigned).phyPayload(),
                                unsigned.devEui()));
    }

    private static Bytes appSKey(Eui64 devEui) {
        SessionKeyId id = Samples.sessionKeyId(FewDevices.JOINS - 1);
        return Samples.text(
                """
                {"ProtocolVersion":"1.0","SenderID":"%s","ReceiverID":"%s","TransactionID":9,\
                "MessageType":"AppSKeyReq","DevEUI":"%s","SessionKeyID":"%s"}\
                """
                        .formatted(FewDevices.AS_ID, Samples.JOIN_EUI, devEui, id));
    }

    private static Bytes homeNs() {
        return Samples.text(
                """
                {"ProtocolVersion":"1.0","SenderID":"%s","ReceiverID":"%s","TransactionID":3,\
                "MessageType":"HomeNSReq","DevEUI":"%s"}\
                """
                        .formatted(Samples.NET_ID, Samples.JOIN_EUI, FewDevices.OF_1_1));
    }
}
