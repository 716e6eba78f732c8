package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// Private keys in PKCS#8 (RFC 5208).
final class Pkcs8 {
    private Pkcs8() {}

    /// The private key, one of an elliptic curve with its public key beside it (RFC 5915 §3). The JDK leaves that out; TLS
    /// libraries that do not compute it, such as rustls with ring in ChirpStack, take no key without.
    ///
    /// @return DER, for the caller to wipe
    static byte[] of(Credentials credentials) {
        byte[] bare = credentials.key().getEncoded();
        if (!(credentials.key() instanceof ECPrivateKey key)) {
            return bare;
        }
        try {
            var open =
                    SubjectPublicKeyInfo.getInstance(
                            credentials.certificate().getPublicKey().getEncoded());
            ASN1BitString point = open.getPublicKeyData();
            var whole =
                    new org.bouncycastle.asn1.sec.ECPrivateKey(
                            key.getParams().getOrder().bitLength(), key.getS(), point, null);
            return new PrivateKeyInfo(
                            PrivateKeyInfo.getInstance(bare).getPrivateKeyAlgorithm(), whole)
                    .getEncoded();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.INTERNAL, "private key could not be encoded", e);
        } finally {
            Arrays.fill(bare, (byte) 0);
        }
    }
}
