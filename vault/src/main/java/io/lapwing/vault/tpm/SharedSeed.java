package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// A secret of 32 octets that only the holder of a storage key can read (Part 1, annexes "RSA", "Secret sharing", and
/// "ECC", "Secret sharing").
///
/// @param encrypted the contents of a TPM2B_ENCRYPTED_SECRET
record SharedSeed(Secret seed, Bytes encrypted) implements AutoCloseable {
    private static final int SEED_BYTES = 32;

    /// @param label what it is for, such as `SECRET` or `DUPLICATE`
    static SharedSeed with(StoragePublic key, String label) {
        try {
            return switch (key.kind()) {
                case ECC_P256 -> byEcc(P256Point.of(key.unique()), label);
                case RSA_2048 -> byRsa(key.unique(), label);
            };
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "no secret can be shared with this key", e);
        }
    }

    /// One-pass Diffie-Hellman with a key of one use; KDFe over both X coordinates.
    private static SharedSeed byEcc(P256Point theirs, String label)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair once = generator.generateKeyPair();
        P256Point ours = P256Point.of((ECPublicKey) once.getPublic());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(once.getPrivate());
        agreement.doPhase(theirs.toPublicKey(), true);
        byte[] z = agreement.generateSecret();
        byte[] seed = Kdf.e(z, label, ours.x().toArray(), theirs.x().toArray(), SEED_BYTES);
        Hmac.wipe(z);
        try (Encoder encoder = new Encoder()) {
            return new SharedSeed(
                    Secret.take(seed), encoder.sized(ours.x()).sized(ours.y()).toBytes());
        }
    }

    /// OAEP with SHA-256, the label and its zero.
    private static SharedSeed byRsa(Bytes modulus, String label) throws GeneralSecurityException {
        PublicKey key =
                KeyFactory.getInstance("RSA")
                        .generatePublic(
                                new RSAPublicKeySpec(
                                        new BigInteger(1, modulus.toArray()),
                                        RSAKeyGenParameterSpec.F4));
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        oaep.init(
                Cipher.ENCRYPT_MODE,
                key,
                new OAEPParameterSpec(
                        "SHA-256",
                        "MGF1",
                        MGF1ParameterSpec.SHA256,
                        new PSource.PSpecified(Kdf.terminated(label))));
        Secret seed = Secret.random(SEED_BYTES);
        byte[] octets = Hmac.octets(seed);
        try {
            return new SharedSeed(seed, Bytes.of(oaep.doFinal(octets)));
        } finally {
            Hmac.wipe(octets);
        }
    }

    @Override
    public void close() {
        seed.close();
    }
}
