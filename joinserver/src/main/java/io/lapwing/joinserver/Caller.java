package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.PeerIdentity;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;

/// Who sent a message, as the TLS handshake showed it.
///
/// @param identity what the certificate states; empty for a certificate of another authority that states none
/// @param serialNumber the certificate's, in upper-case hexadecimal
/// @param certificateSha256 SHA-256 over the certificate's DER, 32 octets
public record Caller(
        Optional<PeerIdentity> identity, String serialNumber, Bytes certificateSha256) {
    public Caller {
        if (certificateSha256.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput(
                    "certificate hash of " + certificateSha256.length() + " bytes: want 32");
        }
    }

    /// Who holds this certificate.
    public static Caller of(X509Certificate certificate) {
        try {
            return new Caller(
                    PeerIdentity.of(certificate),
                    certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT),
                    Sha256.digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new Fault(Fault.Kind.INTERNAL, "certificate could not be hashed", e);
        }
    }

    /// For audit records: the identity, or the certificate's hash.
    @Override
    public String toString() {
        return identity.map(PeerIdentity::toString)
                .orElseGet(() -> "certificate:" + certificateSha256);
    }
}
