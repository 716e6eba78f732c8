package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.CborWriter;
import io.lapwing.oscore.CoseSign1;
import io.lapwing.oscore.ManifestJudge;
import io.lapwing.oscore.Recipient;
import io.lapwing.oscore.Signer;
import io.lapwing.oscore.SignerKey;
import io.lapwing.oscore.SuitEnvelope;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Signs whatever it is given, always with the same key, so that a finding is found again.
final class FirmwareMaker implements Signer {
    static final Recipient RECIPIENT = new Recipient(new UUID(1, 2), new UUID(3, 4), 1 << 20);

    /// ES256, and no key named.
    private static final Bytes HEADER = Bytes.hex("A10126");

    private static final Bytes NO_HEADER = Bytes.hex("A0");

    private final SecureRandom random = always();
    private final KeyPair keys = keys(random);
    private final SignerKey key = SignerKey.of(keys.getPublic());

    private static SecureRandom always() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(1);
            return random;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    ManifestJudge judge() {
        return new ManifestJudge(List.of(key), RECIPIENT);
    }

    /// An envelope around octets that may be no manifest.
    Bytes envelope(Bytes manifest) {
        Bytes wrapped = new CborWriter().octets(manifest).done();
        // SHA-256 (RFC 9054 §2.1).
        Bytes digest = new CborWriter().array(2).number(-16).octets(Sha256.digest(wrapped)).done();
        // Sig_structure (RFC 9052 §4.4).
        Bytes message =
                new CborWriter()
                        .array(4)
                        .text("Signature1")
                        .octets(HEADER)
                        .octets(Bytes.EMPTY)
                        .octets(digest)
                        .done();
        var block = new CoseSign1(HEADER, NO_HEADER, sign(message));
        return new SuitEnvelope(digest, List.of(block), manifest, Map.of()).encode();
    }

    @Override
    public SignerKey key() {
        return key;
    }

    @Override
    public Bytes sign(Bytes message) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
            ecdsa.initSign(keys.getPrivate(), random);
            ecdsa.update(message.toArray());
            return Bytes.of(ecdsa.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
