package io.lapwing.vault.memory;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.ImportKey;
import io.lapwing.vault.SealedKey;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// The vault's two key pairs. The private halves are kept as PKCS #8 in native memory and become objects of the JDK
/// only while they compute.
///
/// @param importPrivate RSA
/// @param signingPrivate ECDSA on P-256
record KeyPairs(
        Secret importPrivate, ImportKey importKey, Secret signingPrivate, PublicKey signingKey)
        implements AutoCloseable {
    /// The strength of AES-128 (NIST SP 800-57 part 1 rev. 5, table 2).
    private static final int RSA_BITS = 3072;

    /// RFC 7518 §4.3.
    private static final String ALGORITHM = "RSA-OAEP-256";

    private static final OAEPParameterSpec OAEP_256 =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    static KeyPairs random() {
        KeyPair forImport =
                generate("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
        KeyPair forSigning = generate("EC", new ECGenParameterSpec("secp256r1"));
        return new KeyPairs(
                Secret.take(forImport.getPrivate().getEncoded()),
                ImportKey.of(ALGORITHM, (RSAPublicKey) forImport.getPublic()),
                Secret.take(forSigning.getPrivate().getEncoded()),
                forSigning.getPublic());
    }

    /// From the encodings that a vault's file holds: PKCS #8 and X.509.
    static KeyPairs of(
            Secret importPrivate, Bytes importPublic, Secret signingPrivate, Bytes signingPublic) {
        return new KeyPairs(
                importPrivate,
                ImportKey.of(ALGORITHM, (RSAPublicKey) publicKey("RSA", importPublic)),
                signingPrivate,
                publicKey("EC", signingPublic));
    }

    /// The content key of a sealed key.
    Secret contentKey(SealedKey sealed) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.DECRYPT_MODE, privateKey("RSA", importPrivate), OAEP_256);
            return Secret.take(rsa.doFinal(sealed.encryptedKey().toArray()));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw SealedKey.tampered();
        }
    }

    Bytes sign(Bytes message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(privateKey("EC", signingPrivate));
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        importPrivate.close();
        signingPrivate.close();
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private static PrivateKey privateKey(String algorithm, Secret pkcs8) {
        byte[] octets = pkcs8.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (GeneralSecurityException e) {
            throw broken(e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static PublicKey publicKey(String algorithm, Bytes x509) {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePublic(new X509EncodedKeySpec(x509.toArray()));
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private static Fault broken(GeneralSecurityException cause) {
        return new Fault(Fault.Kind.INTERNAL, "the vault's key pair cannot be used", cause);
    }
}
