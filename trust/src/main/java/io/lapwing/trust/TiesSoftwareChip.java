package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// A [TiesChip] in this process: RSA-OAEP with SHA-256, as a TPM protects the seed of a duplicate.
public final class TiesSoftwareChip implements TiesChip {
    private static final int MODULUS_BYTES = 256;
    private static final int KEY_BYTES = 32;
    private static final String RSA = "RSA/ECB/OAEPPadding";
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256",
                    "MGF1",
                    MGF1ParameterSpec.SHA256,
                    new PSource.PSpecified("DUPLICATE\0".getBytes(StandardCharsets.US_ASCII)));

    private final Aes aes;
    private final KeyPair pair;

    private TiesSoftwareChip(Aes aes, KeyPair pair) {
        this.aes = aes;
        this.pair = pair;
    }

    /// A chip with a new key.
    public static TiesSoftwareChip create(Aes aes) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(MODULUS_BYTES * 8);
            return new TiesSoftwareChip(aes, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    private static Fault refused(GeneralSecurityException e) {
        return new Fault(Fault.Kind.INTERNAL, "the JDK refuses RSA", e);
    }

    @Override
    public Bytes publicKey() {
        byte[] modulus = ((RSAPublicKey) pair.getPublic()).getModulus().toByteArray();
        return Bytes.of(
                Arrays.copyOfRange(modulus, modulus.length - MODULUS_BYTES, modulus.length));
    }

    @Override
    public TiesKey create() {
        return new TiesSoftwareKey(aes, Secret.random(KEY_BYTES));
    }

    @Override
    public Bytes duplicate(TiesKey key, Bytes publicKey) {
        if (!(key instanceof TiesSoftwareKey own)) {
            throw Fault.badInput("key of another kind of chip: want one of this chip");
        }
        byte[] octets = own.secret().use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            Cipher cipher = Cipher.getInstance(RSA);
            cipher.init(Cipher.ENCRYPT_MODE, key(publicKey), OAEP);
            return Bytes.of(cipher.doFinal(octets));
        } catch (GeneralSecurityException e) {
            throw refused(e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static PublicKey key(Bytes modulus) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(
                        new RSAPublicKeySpec(new BigInteger(1, modulus.toArray()), EXPONENT));
    }

    @Override
    public TiesKey load(Bytes blob) {
        try {
            Cipher cipher = Cipher.getInstance(RSA);
            cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), OAEP);
            byte[] octets = cipher.doFinal(blob.toArray());
            if (octets.length != KEY_BYTES) {
                Arrays.fill(octets, (byte) 0);
                throw new Fault(Fault.Kind.TAMPERED, "duplicate is no AES-256 key");
            }
            return new TiesSoftwareKey(aes, Secret.take(octets));
        } catch (GeneralSecurityException _) {
            throw new Fault(Fault.Kind.TAMPERED, "duplicate is not for this chip, or was altered");
        }
    }
}
