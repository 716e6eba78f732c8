package io.lapwing.vault;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import io.lapwing.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Keys sealed by a library that knows nothing of this product.
final class Sealing {
    private Sealing() {}

    /// As a careful sender does it.
    static String sealed(ImportKey importKey, Bytes key) {
        return sealed(importKey, header(importKey).build(), key);
    }

    static JWEHeader.Builder header(ImportKey importKey) {
        return new JWEHeader.Builder(
                        JWEAlgorithm.parse(importKey.algorithm()),
                        EncryptionMethod.parse(importKey.encryption()))
                .keyID(importKey.keyId());
    }

    static String sealed(ImportKey importKey, JWEHeader header, Bytes key) {
        return serialized(header, new RSAEncrypter(importKey.publicKey()), key);
    }

    /// Under a transport key.
    static String direct(Bytes transportKey, Bytes key) {
        try {
            return serialized(
                    new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
                    new DirectEncrypter(transportKey.toArray()),
                    key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same JWE with another protected header, as text.
    static String withHeader(String jwe, String header) {
        return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + jwe.substring(jwe.indexOf('.'));
    }

    /// The same JWE with one bit of a part changed, 0 for the header to 4 for the tag.
    static String withFlippedBit(String jwe, int part) {
        String[] parts = jwe.split("\\.", -1);
        byte[] octets = Base64.getUrlDecoder().decode(parts[part]);
        octets[octets.length / 2] ^= 1;
        parts[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        return String.join(".", parts);
    }

    private static String serialized(JWEHeader header, JWEEncrypter encrypter, Bytes key) {
        try {
            JWEObject jwe = new JWEObject(header, new Payload(key.toArray()));
            jwe.encrypt(encrypter);
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
