package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.ImportKey;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/// Seals keys for a vault, as whoever made them does: nobody but that vault opens them.
///
/// A sealed key is a JWE in compact serialisation (RFC 7516 §7.1) whose plaintext is the key's octets. The JDK computes:
/// until they are collected, copies of what it computes with stay on the Java heap; the arrays made here are wiped.
final class JweSeal {
    /// RFC 7518 §5.3: 256-bit content key, 96-bit initialisation vector, 128-bit tag.
    private static final int CONTENT_KEY_BYTES = 32;

    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private JweSeal() {}

    /// Seals a key to a vault's import key.
    ///
    /// @throws Fault `BAD_INPUT` when the vault names an algorithm that is not known here
    static String seal(ImportKey importKey, Secret key) {
        byte[] contentKey = random(CONTENT_KEY_BYTES);
        try {
            String header =
                    base64(
                            "{\"alg\":\"%s\",\"enc\":\"%s\",\"kid\":\"%s\"}"
                                    .formatted(
                                            importKey.algorithm(),
                                            importKey.encryption(),
                                            importKey.keyId())
                                    .getBytes(StandardCharsets.US_ASCII));
            return sealed(header, base64(encrypted(importKey, contentKey)), contentKey, key);
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    /// Seals a key under a transport key (RFC 7518 §4.5): for a file of many, whose transport key is itself sealed by
    /// [#seal].
    ///
    /// @param transportKey 32 octets
    static String sealDirect(Secret transportKey, Secret key) {
        byte[] contentKey = octets(transportKey);
        try {
            String header =
                    base64(
                            "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}"
                                    .getBytes(StandardCharsets.US_ASCII));
            return sealed(header, "", contentKey, key);
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    private static String sealed(
            String header, String encryptedKey, byte[] contentKey, Secret key) {
        byte[] iv = random(IV_BYTES);
        byte[] octets = octets(key);
        try {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(contentKey, "AES"),
                    new GCMParameterSpec(8 * TAG_BYTES, iv));
            gcm.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
            byte[] text = gcm.doFinal(octets);
            int tagAt = text.length - TAG_BYTES;
            return String.join(
                    ".",
                    header,
                    encryptedKey,
                    base64(iv),
                    base64(Arrays.copyOf(text, tagAt)),
                    base64(Arrays.copyOfRange(text, tagAt, text.length)));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses AES-GCM", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static byte[] encrypted(ImportKey importKey, byte[] contentKey) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.ENCRYPT_MODE, importKey.publicKey(), padding(importKey.algorithm()));
            return rsa.doFinal(contentKey);
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the vault's import key cannot be used", e);
        }
    }

    /// RFC 7518 §4.3: the hash of the algorithm's name is also that of its mask.
    private static OAEPParameterSpec padding(String algorithm) {
        return switch (algorithm) {
            case "RSA-OAEP" -> padding("SHA-1", MGF1ParameterSpec.SHA1);
            case "RSA-OAEP-256" -> padding("SHA-256", MGF1ParameterSpec.SHA256);
            default ->
                    throw Fault.badInput(
                            "import key of algorithm "
                                    + algorithm
                                    + ": want RSA-OAEP or RSA-OAEP-256");
        };
    }

    private static OAEPParameterSpec padding(String hash, MGF1ParameterSpec mask) {
        return new OAEPParameterSpec(hash, "MGF1", mask, PSource.PSpecified.DEFAULT);
    }

    private static byte[] octets(Secret secret) {
        return secret.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        RANDOM.nextBytes(octets);
        return octets;
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
