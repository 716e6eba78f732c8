package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.ArrayList;
import java.util.List;

/// A SIM or secure element with an IoT SAFE applet (GSMA IoT.05): random numbers, signatures, agreements and derivations, with
/// keys that never leave it. One thread at a time.
///
/// Secrets that the standard has the card give out, since a TLS stack needs them, come as [Secret]; between card and terminal
/// they are in the clear, as everything in IoT SAFE is.
public final class SafeCard implements AutoCloseable {
    /// The applet's AID as GSMA registered it.
    public static final Bytes AID = Bytes.hex("A0000005590010");

    /// The most octets of GET RANDOM.
    private static final int MAX_RANDOM_BYTES = 256;

    private static final int HASH_BYTES = 32;
    private static final int POINT_BYTES = 65;
    private static final int SIGNATURE_BYTES = 64;

    /// What fits into a command with its field's header.
    private static final int TEXT_PIECE_BYTES = 180;

    private static final int LAST = 0x80;
    private static final int OPEN = 0;
    private static final int CLOSE = 1;
    private static final int SIGN_SESSION = 1;
    private static final int PUT_SESSION = 2;
    private static final int IDENTITY = 1;
    private static final int AGREEMENT = 2;
    private static final int PEER = 3;
    private static final int FILE = 1;
    private static final int MODE_TEXT = 1;

    private final SafeTransport transport;

    private SafeCard(SafeTransport transport) {
        this.transport = transport;
    }

    /// Selects the applet. Takes the channel over.
    ///
    /// @throws Fault `UNAVAILABLE` when the card has none
    public static SafeCard open(ApduChannel channel) {
        SafeTransport transport = new SafeTransport(channel);
        Bytes select =
                Bytes.concat(Bytes.of(0x00, 0xa4, 0x04, 0x00, AID.length()), AID, Bytes.of(0));
        SafeReply reply = transport.exchange(0xa4, select);
        if (reply.status() != SafeStatus.OK) {
            transport.close();
            throw reply.status().fault(Fault.Kind.UNAVAILABLE, 0xa4, reply.word());
        }
        return new SafeCard(transport);
    }

    SafeTransport transport() {
        return transport;
    }

    /// Octets of the card's random source.
    ///
    /// @param lengthBytes 1 to 256
    public Bytes random(int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > MAX_RANDOM_BYTES) {
            throw Fault.badInput(lengthBytes + " random bytes: want 1 to " + MAX_RANDOM_BYTES);
        }
        Bytes drawn = transport.ask(0x84, 0, 0, lengthBytes).orThrow();
        return requireLength(drawn, lengthBytes);
    }

    static Bytes requireLength(Bytes answer, int wanted) {
        if (answer.length() != wanted) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "the card answers %d bytes: want %d".formatted(answer.length(), wanted));
        }
        return answer;
    }

    /// The public key with which the card's signatures are verified: a point of secp256r1, `04 | x | y`.
    public Bytes identity() {
        return point(call(0xcd, 0, 0, SafeTlv.octet(0x85, IDENTITY)));
    }

    /// Makes a new pair for an agreement.
    ///
    /// @return its public key, `04 | x | y`
    public Bytes newAgreementKey() {
        return point(call(0xb9, 0, 0, SafeTlv.octet(0x84, AGREEMENT)));
    }

    /// `34 45 49 43 86 41 04 | x | y`
    private static Bytes point(Bytes answer) {
        Bytes key = SafeTlv.only(answer, 0x34, POINT_BYTES + 4);
        Bytes inside = SafeTlv.only(key, 0x49, POINT_BYTES + 2);
        return SafeTlv.only(inside, 0x86, POINT_BYTES);
    }

    /// Gives the card a peer's public key, to agree with or to verify by.
    ///
    /// @param point `04 | x | y`
    /// @throws Fault `BAD_INPUT` when it is not on secp256r1
    public void putPeerKey(Bytes point) {
        Bytes inside = SafeTlv.encode(new SafeTlv(0x86, point));
        Bytes key = SafeTlv.encode(new SafeTlv(0x49, inside));
        send(0x24, OPEN, PUT_SESSION, SafeTlv.octet(0x85, PEER));
        send(0xd8, LAST, PUT_SESSION, new SafeTlv(0x34, key));
        send(0x24, CLOSE, PUT_SESSION);
    }

    /// What the card's agreement key and the peer's have in common: x of ECDH, 32 octets.
    ///
    /// @throws Fault `CONFLICT` before both are there
    public Secret agree() {
        Bytes x = call(0x46, 0, 0, SafeTlv.octet(0x84, AGREEMENT), SafeTlv.octet(0x85, PEER));
        return Secret.take(requireLength(x, HASH_BYTES).toArray());
    }

    /// The card's ECDSA signature with SHA-256 over a text.
    ///
    /// @return `r | s`, 64 octets
    public Bytes sign(Bytes text) {
        open(0x2a, SafeTlv.octet(0x84, IDENTITY));
        int last = pieces(0x2b, text);
        Bytes answer =
                call(0x2b, LAST, SIGN_SESSION, new SafeTlv(0x9b, text.slice(last, text.length())));
        send(0x2a, CLOSE, SIGN_SESSION);
        return SafeTlv.only(answer, SafeTlv.SIGNATURE, SIGNATURE_BYTES);
    }

    /// Begins a signature, or its verification: ECDSA with SHA-256 over a text that follows.
    private void open(int instruction, SafeTlv key) {
        send(
                instruction,
                OPEN,
                SIGN_SESSION,
                key,
                SafeTlv.octet(0xa1, MODE_TEXT),
                new SafeTlv(0x91, Bytes.of(0, 1)),
                SafeTlv.octet(0x92, 4));
    }

    /// Whether a signature `r | s` over a text is of the peer's key.
    ///
    /// @throws Fault `CONFLICT` before a peer's key was put
    public boolean verify(Bytes text, Bytes signature) {
        open(0x2c, SafeTlv.octet(0x85, PEER));
        int last = pieces(0x2d, text);
        Bytes fields =
                SafeTlv.encode(
                        new SafeTlv(0x9b, text.slice(last, text.length())),
                        new SafeTlv(SafeTlv.SIGNATURE, signature));
        SafeReply reply = transport.command(0x2d, LAST, SIGN_SESSION, fields, /* answers= */ false);
        send(0x2c, CLOSE, SIGN_SESSION);
        if (reply.status() == SafeStatus.WRONG_SIGNATURE) {
            return false;
        }
        return reply.orThrow().length() == 0;
    }

    /// Sends all but the last piece of a text; says where that begins.
    private int pieces(int instruction, Bytes text) {
        int at = 0;
        while (text.length() - at > TEXT_PIECE_BYTES) {
            Bytes piece = text.slice(at, at + TEXT_PIECE_BYTES);
            send(instruction, 0, SIGN_SESSION, new SafeTlv(0x9b, piece));
            at += TEXT_PIECE_BYTES;
        }
        return at;
    }

    /// P_SHA256 of a root key (RFC 5246 §5).
    ///
    /// @param rootKey 1 to 3
    /// @param labelAndSeed what the result is for, at most 200 octets
    /// @param lengthBytes 1 to 256
    /// @throws Fault `NOT_FOUND` when the card has no such root key
    public Secret derive(int rootKey, Bytes labelAndSeed, int lengthBytes) {
        Bytes derived =
                call(
                        0x48,
                        0,
                        0,
                        SafeTlv.octet(0x86, rootKey),
                        new SafeTlv(0xd2, labelAndSeed),
                        new SafeTlv(0xd3, Bytes.of(lengthBytes >> 8, lengthBytes)));
        return Secret.take(requireLength(derived, lengthBytes).toArray());
    }

    /// The extract step of HKDF over a root key (RFC 5869 §2.2): what a platform that has the root key too extracts likewise.
    ///
    /// @param rootKey 1 to 3
    /// @param salt at most 200 octets
    /// @return 32 octets
    /// @throws Fault `NOT_FOUND` when the card has no such root key
    public Secret extract(int rootKey, Bytes salt) {
        Bytes extracted =
                call(
                        0x4a,
                        0,
                        0,
                        SafeTlv.octet(0x86, rootKey),
                        new SafeTlv(0xd5, salt),
                        new SafeTlv(0x91, Bytes.of(0, 1)));
        return Secret.take(requireLength(extracted, HASH_BYTES).toArray());
    }

    /// The ids of the secret keys that the card has, as it lists them.
    public List<Integer> secretKeys() {
        List<Integer> ids = new ArrayList<>();
        for (SafeTlv object : SafeTlv.parse(transport.ask(0xcb, 1, 0, 256).orThrow())) {
            if (object.tag() == 0xc4) {
                List<SafeTlv> fields = SafeTlv.parse(object.value());
                if (fields.contains(SafeTlv.octet(0x4a, 1))) {
                    fields.stream()
                            .filter(field -> field.tag() == 0x86 && field.value().length() == 1)
                            .forEach(field -> ids.add(field.value().at(0)));
                }
            }
        }
        return List.copyOf(ids);
    }

    /// The file that the card was given with its keys.
    ///
    /// @throws Fault `BAD_INPUT` when it was given none
    public Bytes file() {
        return call(0xb0, 0, 0, SafeTlv.octet(0x83, FILE));
    }

    private Bytes call(int instruction, int p1, int p2, SafeTlv... fields) {
        return transport
                .command(instruction, p1, p2, SafeTlv.encode(fields), /* answers= */ true)
                .orThrow();
    }

    private void send(int instruction, int p1, int p2, SafeTlv... fields) {
        var _ =
                transport
                        .command(instruction, p1, p2, SafeTlv.encode(fields), /* answers= */ false)
                        .orThrow();
    }

    /// Ends the session with the card.
    @Override
    public void close() {
        transport.close();
    }
}
