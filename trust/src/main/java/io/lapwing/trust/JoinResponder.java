package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.random.RandomGenerator;

/// The Central Entity's side of one join, between message 1 and message 3. It holds no access key: which node it is shows
/// in message 3.
final class JoinResponder implements AutoCloseable {
    private static final int CONNECTION = 0;

    private final Edhoc edhoc;
    private final Bytes message1;
    private final Bytes message2;
    private final Bytes th3;
    private final Prk prk3e2m;

    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` for a message 1 that is none
    JoinResponder(Aes aes, Bytes message1, RandomGenerator random) {
        edhoc = new Edhoc(aes);
        this.message1 = message1;
        Bytes shareOfNode = Edhoc.parse1(message1);
        try (Secret privateKey = P256.privateKey(random);
                Secret shared = P256.agree(privateKey, shareOfNode)) {
            Bytes share = P256.share(privateKey);
            Bytes th2 = Edhoc.th2(share, message1);
            Bytes plaintext2 = new CborWriter().number(CONNECTION).done();
            prk3e2m = Edhoc.prk2e(th2, shared);
            message2 =
                    new CborWriter()
                            .octets(Bytes.concat(share, Edhoc.stream2(prk3e2m, th2, plaintext2)))
                            .done();
            th3 = Edhoc.th3(th2, plaintext2);
        }
    }

    boolean answers(Bytes message) {
        return message1.equals(message);
    }

    Bytes message2() {
        return message2;
    }

    /// A message 3 whose sender is not shown yet.
    ///
    /// @param node who it says it is
    record Claim(NodeId node, Bytes sealed) {}

    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` for what is none, or was altered
    Claim claim(Bytes message3) {
        var in = new CborReader(message3);
        Bytes stream = in.octets("message 3", Edhoc.TAG_BYTES, 255);
        in.end();
        var inner = new CborReader(Edhoc.stream3(prk3e2m, th3, stream));
        var kid = new CborReader(inner.octets("kid", 1, 5));
        NodeId node = new NodeId(kid.number("number of a node", 0xFFFF_FFFFL));
        kid.end();
        Bytes sealed = inner.octets("message 3B", Edhoc.TAG_BYTES, 255);
        inner.end();
        return new Claim(node, sealed);
    }

    /// What the Central Entity has of a node that showed its access key.
    ///
    /// @param message4 for the node
    record Shown(StorageKey storageKey, Secret masterKey, Secret admission, Bytes message4) {}

    /// @throws io.lapwing.crypto.Fault `TAMPERED` when the sender has another access key
    Shown verify(Claim claim, AccessKey accessKey, CentralKeys keys) {
        try (Prk prk4e3m = Edhoc.prk4e3m(prk3e2m, th3, accessKey)) {
            Bytes item = edhoc.open3(prk4e3m, th3, claim.node(), claim.sealed());
            StorageKey storageKey = StorageItem.readNode(item);
            Bytes th4 = Edhoc.th4(th3, claim.node(), item);
            Bytes sealed = edhoc.seal4(prk4e3m, th4, StorageItem.ofCentral(keys));
            return new Shown(
                    storageKey,
                    Edhoc.masterKey(prk4e3m, th4),
                    Edhoc.admissionKey(prk4e3m, th4),
                    new CborWriter().octets(sealed).done());
        }
    }

    @Override
    public void close() {
        prk3e2m.close();
    }
}
