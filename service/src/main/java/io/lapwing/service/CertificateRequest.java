package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// A certificate request (PKCS#10, RFC 2986), from which only the public key is taken.
final class CertificateRequest {
    /// NIST SP 800-57 part 1 §5.6.1: 112 bits of security.
    private static final int LEAST_RSA_BITS = 2048;

    private static final int LEAST_EC_BITS = 256;

    private CertificateRequest() {}

    /// The request's public key, after its proof of possession (RFC 2986 §4.2) was checked.
    static PublicKey publicKey(String pem) {
        byte[] der = Pem.block(pem, "CERTIFICATE REQUEST", "certificate request");
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            if (!request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder()
                            .build(request.getSubjectPublicKeyInfo()))) {
                throw Fault.badInput("certificate request: its signature is not by its key");
            }
            return strong(decode(request));
        } catch (IOException
                | OperatorCreationException
                | PKCSException
                | GeneralSecurityException e) {
            throw new Fault(
                    Fault.Kind.BAD_INPUT, "certificate request: want PKCS#10 of EC or RSA", e);
        }
    }

    private static PublicKey decode(PKCS10CertificationRequest request)
            throws IOException, GeneralSecurityException {
        byte[] info = request.getSubjectPublicKeyInfo().getEncoded();
        String oid = request.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm().getId();
        // RFC 3279 §2.3.1, §2.3.5
        String algorithm = oid.equals("1.2.840.113549.1.1.1") ? "RSA" : "EC";
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info));
    }

    private static PublicKey strong(PublicKey key) {
        int bits =
                switch (key) {
                    case RSAPublicKey rsa -> rsa.getModulus().bitLength();
                    case ECPublicKey ec -> ec.getParams().getOrder().bitLength();
                    default -> 0;
                };
        int least = key instanceof RSAPublicKey ? LEAST_RSA_BITS : LEAST_EC_BITS;
        if (bits < least) {
            throw Fault.badInput("certificate request: key of " + bits + " bits: want " + least);
        }
        return key;
    }
}
