package io.lapwing.device;

import static io.lapwing.device.KeySlotsContract.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import com.licel.jcardsim.smartcardio.CardSimulator;
import com.licel.jcardsim.smartcardio.CardTerminalSimulator;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Hkdf;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCardTest {
    private static final Bytes ROOT =
            Bytes.hex("603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4");
    private static final Bytes TEXT = Bytes.hex("CAFE");

    private final SafeCard card = SafeCard.open(new SafeSimulator(SafeSimulator.key(0x01, ROOT)));

    @Test
    void drawsRandomOctets() {
        assertThat(card.random(256).length()).isEqualTo(256);
        assertThat(card.random(1).length()).isEqualTo(1);
        assertThat(card.random(16)).isNotEqualTo(card.random(16));
        assertFault(Fault.Kind.BAD_INPUT, () -> card.random(257));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 180, 181, 1000})
    void signsWhatOthersVerify(int length) throws GeneralSecurityException {
        Bytes text = Bytes.of(new byte[length]);

        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(P256Point.parse(card.identity()).toPublicKey());
        verifier.update(text.toArray());

        assertThat(verifier.verify(card.sign(text).toArray())).isTrue();
    }

    @Test
    void verifiesWhatOthersSigned() throws GeneralSecurityException {
        KeyPair peer = pair();
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        card.putPeerKey(point(peer));

        for (int i = 0; i < 20; i++) {
            signer.initSign(peer.getPrivate());
            signer.update(TEXT.toArray());
            Bytes signature = Bytes.of(signer.sign());
            assertThat(card.verify(TEXT, signature)).isTrue();
            assertThat(card.verify(Bytes.hex("CAFF"), signature)).isFalse();
        }
        assertThat(card.verify(TEXT, Bytes.of(new byte[64]))).isFalse();
        assertFault(Fault.Kind.BAD_INPUT, () -> card.verify(TEXT, Bytes.of(new byte[63])));
    }

    @Test
    void agreesWithAPeer() throws GeneralSecurityException {
        KeyPair peer = pair();
        assertFault(Fault.Kind.CONFLICT, card::agree);

        Bytes own = card.newAgreementKey();
        card.putPeerKey(point(peer));
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(peer.getPrivate());
        var _ = agreement.doPhase(P256Point.parse(own).toPublicKey(), /* lastPhase= */ true);

        try (Secret agreed = card.agree()) {
            assertThat(octets(agreed)).isEqualTo(Bytes.of(agreement.generateSecret()));
        }
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() throws GeneralSecurityException {
        byte[] point = point(pair()).toArray();
        point[64] ^= 1;

        assertFault(Fault.Kind.BAD_INPUT, () -> card.putPeerKey(Bytes.of(point)));
        assertFault(Fault.Kind.CONFLICT, () -> card.verify(TEXT, Bytes.of(new byte[64])));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 33, 255, 256})
    void derivesAsTls12Does(int length) throws GeneralSecurityException {
        Bytes seed = Bytes.hex("6F6E652D74696D65206B6579" + "00000001");

        try (Secret derived = card.derive(1, seed, length)) {
            assertThat(octets(derived)).isEqualTo(prf(seed, length));
        }
        assertFault(Fault.Kind.NOT_FOUND, () -> card.derive(2, seed, length));
        assertFault(Fault.Kind.BAD_INPUT, () -> card.derive(1, seed, 257));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 200})
    void extractsWhatHkdfExtracts(int saltLength) throws GeneralSecurityException {
        Bytes salt = Bytes.of(new byte[saltLength]);

        try (Secret extracted = card.extract(1, salt);
                Secret root = Secret.take(ROOT.toArray());
                Secret expected = Hkdf.sha256(root, salt, TEXT, 32)) {
            Bytes expanded = hmac(octets(extracted), Bytes.concat(TEXT, Bytes.of(1)));
            assertThat(expanded).isEqualTo(octets(expected));
        }
    }

    @Test
    void tellsWhatIsInIt() {
        assertThat(card.secretKeys()).containsExactly(1);
        assertThat(card.file()).isEqualTo(SafeSimulator.FILE);
    }

    @Test
    void keepsLorawansKeysFromOtherDerivations() {
        SafeCard both =
                SafeCard.open(new SafeSimulator(SafeSimulator.key(0x12, ROOT.slice(0, 16))));

        assertThat(both.secretKeys()).containsExactly(0x12);
        assertFault(Fault.Kind.CONFLICT, () -> both.derive(0x12, TEXT, 16));
        assertFault(Fault.Kind.CONFLICT, () -> both.extract(0x12, TEXT));
    }

    @Test
    void isReachedThroughAReader() throws Exception {
        CardSimulator simulator = new CardSimulator();
        SafeSimulator.install(simulator, SafeSimulator.key(0x01, ROOT));

        try (SafeCard inReader =
                SafeCard.open(PcscChannel.open(CardTerminalSimulator.terminal(simulator)))) {
            assertThat(inReader.random(16).length()).isEqualTo(16);
            assertThat(inReader.sign(TEXT).length()).isEqualTo(64);
        }
    }

    @Test
    void isNoCardWithoutItsApplet() {
        assertFault(Fault.Kind.UNAVAILABLE, () -> SafeCard.open(new ScriptedCard("6A82")));
    }

    @Test
    void refusesAnswersThatAreNone() {
        for (String wrong :
                new String[] {"", "90", "34059000", "3444" + "00".repeat(10) + "9000"}) {
            SafeCard strange = SafeCard.open(new ScriptedCard("9000", wrong));
            assertFault(Fault.Kind.TAMPERED, strange::identity);
        }
        SafeCard endless = SafeCard.open(new ScriptedCard("9000", "AA6101"));
        assertFault(Fault.Kind.TAMPERED, endless::identity);
        SafeCard failing = SafeCard.open(new ScriptedCard("9000", "6F00"));
        assertFault(Fault.Kind.UNAVAILABLE, failing::identity);
    }

    private static Bytes octets(Secret secret) {
        return secret.use(Bytes::of);
    }

    private static Bytes prf(Bytes seed, int length) throws GeneralSecurityException {
        Bytes all = Bytes.EMPTY;
        Bytes a = seed;
        while (all.length() < length) {
            a = hmac(ROOT, a);
            all = Bytes.concat(all, hmac(ROOT, Bytes.concat(a, seed)));
        }
        return all.slice(0, length);
    }

    private static Bytes hmac(Bytes key, Bytes message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
        return Bytes.of(mac.doFinal(message.toArray()));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Bytes point(KeyPair pair) {
        return P256Point.of((ECPublicKey) pair.getPublic()).uncompressed();
    }
}
