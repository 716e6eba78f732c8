package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.joinserver.BackendCodec;
import io.lapwing.joinserver.BackendCodec.Decoded;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.lorawan.MacVersion;
import java.util.List;

/// Any octets are a message that gets an answer and leaves exactly one audit record; one that is read is written and read as
/// the same again. Nothing else ever happens.
///
/// Each message finds the device as it was made, so that an input does the same whatever came before it.
public final class MessageFuzz {
    // Jazzer calls a static method; nothing of an input stays in these but a count.
    private static final OneDevice DEVICE = new OneDevice();
    private static final JoinServer SERVER = DEVICE.joinServer();
    private static final BackendCodec CODEC = new BackendCodec();

    private MessageFuzz() {}

    static List<Bytes> seeds() {
        return List.of(
                Samples.joinReq(MacVersion.V1_0_4, DEVICE.joinRequest(1)),
                Samples.text(
                        """
                        {"ProtocolVersion":"1.1","SenderID":"000013","SenderNSID":"0x70B3D57ED0000001",
                         "ReceiverID":"70b3d57ed0000000","TransactionID":0,"MessageType":"RejoinReq",
                         "MACVersion":"1.1","PHYPayload":"C0001300000101000DD57EB37001000102030400",
                         "DevEUI":"70B3D57ED0000101","DevAddr":"2601147D","DLSettings":"80","RxDelay":5,
                         "CFList":"184f84e85684b85e84886684586e8400","SenderToken":"0xAB01",
                         "VSExtension":{"VendorID":"0016C0","Object":{"any":[1,2]}}}\
                        """),
                Samples.text(
                        """
                        {"ProtocolVersion":"1.0","SenderID":"meters.example",
                         "ReceiverID":"70B3D57ED0000000","TransactionID":9,"MessageType":"AppSKeyReq",
                         "DevEUI":"70B3D57ED0000101","SessionKeyID":"016BFA7BAD4756346A674981E75CDBDC"}\
                        """),
                Samples.text(
                        """
                        {"ProtocolVersion":"1.0","SenderID":"000013","ReceiverID":"70B3D57ED0000000",
                         "TransactionID":3,"MessageType":"HomeNSReq","DevEUI":"70B3D57ED0000101"}\
                        """));
    }

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        Bytes body = Bytes.of(octets);
        long before = DEVICE.auditRecords();
        JoinServer.Reply reply = SERVER.answer(OneDevice.NETWORK_SERVER, body);
        require(reply.status() == 200 || reply.status() == 400, "status " + reply.status());
        require(reply.body().length() > 0, "an empty answer");
        require(DEVICE.auditRecords() == before + 1, "other than one audit record");
        if (CODEC.decode(body) instanceof Decoded.Good good) {
            Bytes again = CODEC.encode(good.request());
            require(CODEC.decode(again).equals(good), "the message reads as another");
        }
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
