package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Ccm;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;

/// The key schedule of EDHOC authenticated with a pre-shared key (RFC 9528; draft-ietf-lake-edhoc-psk), cipher suite 2:
/// AES-CCM-16-64-128, SHA-256, P-256. Method 4 is the draft's. The pre-shared key is a label's access key.
///
/// Credentials name the node and the Central Entity, so that a run with one is none with another (RFC 9528 §D.2).
final class Edhoc {
    /// The method with a pre-shared key.
    static final int METHOD = 4;

    /// Cipher suite 2 (RFC 9528 §3.6).
    static final int SUITE = 2;

    /// The label of an external authorization item (RFC 9528 §3.8) that both sides know: keys of the sender. It is
    /// negative, since a side that does not know it must not go on.
    static final int EAD_STORAGE_KEY = -23;

    static final int TAG_BYTES = 8;

    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 13;
    private static final int HASH_BYTES = Sha256.LENGTH_BYTES;

    // Labels of EDHOC_KDF (RFC 9528 Figure 6; draft-ietf-lake-edhoc-psk §4).
    private static final int KEYSTREAM_2 = 0;
    private static final int K_3 = 3;
    private static final int IV_3 = 4;
    private static final int SALT_4E3M = 5;
    private static final int PRK_OUT = 7;
    private static final int K_4 = 8;
    private static final int IV_4 = 9;
    private static final int PRK_EXPORTER = 10;
    private static final int KEYSTREAM_3 = 12;

    /// EDHOC_Exporter label for private use (RFC 9528 §10.1): the master key.
    private static final int MASTER_KEY = 32_768;

    /// Another one: the key that vouches for the first state key of the node that joined.
    private static final int ADMISSION_KEY = 32_769;

    private static final Bytes CRED_R = new CborWriter().array(1).text("lapwing central").done();

    private final Ccm ccm;

    Edhoc(Aes aes) {
        ccm = Ccm.of16x64(aes);
    }

    /// TH_2 = H(G_Y, H(message_1)).
    static Bytes th2(Bytes shareOfResponder, Bytes message1) {
        return Sha256.digest(
                new CborWriter().octets(shareOfResponder).octets(Sha256.digest(message1)).done());
    }

    /// TH_3 = H(TH_2, PLAINTEXT_2).
    static Bytes th3(Bytes th2, Bytes plaintext2) {
        return Sha256.digest(new CborWriter().octets(th2).raw(plaintext2).done());
    }

    /// TH_4 = H(TH_3, ID_CRED_PSK, PLAINTEXT_3B, CRED_I, CRED_R).
    static Bytes th4(Bytes th3, NodeId node, Bytes plaintext3) {
        return Sha256.digest(
                new CborWriter()
                        .octets(th3)
                        .raw(idCred(node))
                        .raw(plaintext3)
                        .raw(credential(node))
                        .raw(CRED_R)
                        .done());
    }

    /// PRK_2e, which is PRK_3e2m too: extracted from the shared secret.
    static Prk prk2e(Bytes th2, Secret shared) {
        return Prk.extract(th2, shared);
    }

    /// PRK_4e3m = EDHOC_Extract(SALT_4e3m, PSK).
    static Prk prk4e3m(Prk prk3e2m, Bytes th3, AccessKey accessKey) {
        try (Secret salt = prk3e2m.expand(SALT_4E3M, th3, HASH_BYTES)) {
            return Prk.extract(salt, accessKey.secret());
        }
    }

    static Bytes stream2(Prk prk2e, Bytes th2, Bytes text) {
        return xor(prk2e, KEYSTREAM_2, th2, text);
    }

    static Bytes stream3(Prk prk3e2m, Bytes th3, Bytes text) {
        return xor(prk3e2m, KEYSTREAM_3, th3, text);
    }

    private static Bytes xor(Prk prk, int label, Bytes context, Bytes text) {
        try (Secret stream = prk.expand(label, context, text.length())) {
            byte[] octets = text.toArray();
            stream.use(segment -> {
                for (int i = 0; i < octets.length; i++) {
                    octets[i] ^= segment.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i);
                }
                return octets;
            });
            return Bytes.of(octets);
        }
    }

    Bytes seal3(Prk prk4e3m, Bytes th3, NodeId node, Bytes plaintext3) {
        try (Secret key = prk4e3m.expand(K_3, th3, KEY_BYTES)) {
            return ccm.seal(key, iv(prk4e3m, IV_3, th3), associated3(th3, node), plaintext3);
        }
    }

    Bytes open3(Prk prk4e3m, Bytes th3, NodeId node, Bytes sealed) {
        try (Secret key = prk4e3m.expand(K_3, th3, KEY_BYTES)) {
            return ccm.open(key, iv(prk4e3m, IV_3, th3), associated3(th3, node), sealed);
        }
    }

    Bytes seal4(Prk prk4e3m, Bytes th4, Bytes plaintext4) {
        try (Secret key = prk4e3m.expand(K_4, th4, KEY_BYTES)) {
            return ccm.seal(key, iv(prk4e3m, IV_4, th4), associated(octetString(th4)), plaintext4);
        }
    }

    Bytes open4(Prk prk4e3m, Bytes th4, Bytes sealed) {
        try (Secret key = prk4e3m.expand(K_4, th4, KEY_BYTES)) {
            return ccm.open(key, iv(prk4e3m, IV_4, th4), associated(octetString(th4)), sealed);
        }
    }

    /// The master key: EDHOC_Exporter over PRK_out (RFC 9528 §4.2.1).
    static Secret masterKey(Prk prk4e3m, Bytes th4) {
        return export(prk4e3m, th4, MASTER_KEY);
    }

    /// The admission key, the same way.
    static Secret admissionKey(Prk prk4e3m, Bytes th4) {
        return export(prk4e3m, th4, ADMISSION_KEY);
    }

    private static Secret export(Prk prk4e3m, Bytes th4, int label) {
        try (Prk out = prk4e3m.next(PRK_OUT, th4);
                Prk exporter = out.next(PRK_EXPORTER, Bytes.EMPTY)) {
            return exporter.expand(label, Bytes.EMPTY, HASH_BYTES);
        }
    }

    /// ID_CRED_PSK = { 4 : kid }, the kid being the node's number as an octet string.
    static Bytes idCred(NodeId node) {
        // A map of one pair: 0xA1, the label 4, the value.
        return Bytes.concat(Bytes.of(0xA1, 4), octetString(kid(node)));
    }

    static Bytes kid(NodeId node) {
        return new CborWriter().number(node.value()).done();
    }

    private static Bytes credential(NodeId node) {
        return new CborWriter().array(2).text("lapwing node").number(node.value()).done();
    }

    private static Bytes associated3(Bytes th3, NodeId node) {
        return associated(Bytes.concat(idCred(node), octetString(th3), credential(node), CRED_R));
    }

    /// Enc_structure of COSE_Encrypt0 (RFC 9052 §5.3).
    private static Bytes associated(Bytes external) {
        return new CborWriter()
                .array(3)
                .text("Encrypt0")
                .octets(Bytes.EMPTY)
                .octets(external)
                .done();
    }

    private static Bytes iv(Prk prk, int label, Bytes context) {
        try (Secret iv = prk.expand(label, context, NONCE_BYTES)) {
            return iv.use(octets -> Bytes.of(octets));
        }
    }

    private static Bytes octetString(Bytes octets) {
        return new CborWriter().octets(octets).done();
    }

    /// message_1: METHOD, SUITES_I, G_X, C_I (RFC 9528 §5.2.1).
    static Bytes message1(Bytes share, int connection) {
        return new CborWriter()
                .number(METHOD)
                .number(SUITE)
                .octets(share)
                .number(connection)
                .done();
    }

    /// The initiator's share, of a message_1 that this product understands.
    static Bytes parse1(Bytes message) {
        var in = new CborReader(message);
        requireValue("EDHOC method", in.number("EDHOC method", 255), METHOD);
        requireValue("EDHOC suite", in.number("EDHOC suite", 255), SUITE);
        Bytes share = in.octets("share", P256.COORDINATE_BYTES, P256.COORDINATE_BYTES);
        in.number("connection", 23);
        in.end();
        return share;
    }

    private static void requireValue(String what, long value, int wanted) {
        if (value != wanted) {
            throw Fault.badInput(what + " " + value + ": want " + wanted);
        }
    }
}
