package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;

/// A [ListSigner] over a key pair on P-256 in this process.
public record SoftwareSigner(KeyPair pair) implements ListSigner {
    public SoftwareSigner {
        if (!(pair.getPublic() instanceof ECPublicKey)) {
            throw Fault.badInput("key pair that is not on P-256: want one for ECDSA");
        }
    }

    @Override
    public VerificationKey verificationKey() {
        return new VerificationKey(P256Point.of((ECPublicKey) pair.getPublic()).compressed());
    }

    @Override
    public Bytes sign(Bytes message) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
            ecdsa.initSign(pair.getPrivate());
            ecdsa.update(message.toArray());
            return Bytes.of(ecdsa.sign());
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK signs no ECDSA on P-256", e);
        }
    }
}
