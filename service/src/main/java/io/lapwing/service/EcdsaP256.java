package io.lapwing.service;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/// The check of a vault's signature (FIPS 186-5 §6.4.2).
final class EcdsaP256 {
    private EcdsaP256() {}

    static boolean verifies(PublicKey key, Bytes message, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new Fault(
                    Fault.Kind.BAD_INPUT,
                    "the key of the audit checkpoints is no public key on P-256: want the vault's",
                    e);
        }
    }
}
