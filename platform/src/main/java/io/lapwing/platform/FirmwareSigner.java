package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.oscore.Signer;
import io.lapwing.oscore.SignerKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/// A maker of firmware whose key is of this run only: demos and benches boot what it signed.
record FirmwareSigner(KeyPair keys) implements Signer {
    /// One with a key of its own.
    FirmwareSigner() {
        this(newKeys());
    }

    /// A pair of keys on P-256.
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java makes no key on P-256", e);
        }
    }

    @Override
    public SignerKey key() {
        return SignerKey.of(keys.getPublic());
    }

    @Override
    public Bytes sign(Bytes message) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
            ecdsa.initSign(keys.getPrivate());
            ecdsa.update(message.toArray());
            return Bytes.of(ecdsa.sign());
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java does not sign", e);
        }
    }
}
