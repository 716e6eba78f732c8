package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import java.security.GeneralSecurityException;
import java.security.Signature;

/// The public key that verifies device lists: a point of P-256, compressed (SEC 1 §2.3.3), for ECDSA with SHA-256.
///
/// @param point 33 octets
public record VerificationKey(Bytes point) {
    static final int SIGNATURE_BYTES = 64;

    public VerificationKey {
        // The form is the same.
        point = new StorageKey(point).point();
    }

    /// @param signature r and s, 32 octets each (IEEE P1363)
    boolean verifies(Bytes message, Bytes signature) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
            ecdsa.initVerify(P256Point.decompress(point).toPublicKey());
            ecdsa.update(message.toArray());
            return ecdsa.verify(signature.toArray());
        } catch (java.security.SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK verifies no ECDSA on P-256", e);
        }
    }
}
