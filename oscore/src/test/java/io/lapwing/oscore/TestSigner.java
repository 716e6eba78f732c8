package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/// Signs with a key of its own in the JDK.
record TestSigner(KeyPair keys) implements Signer {
    static TestSigner es256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new TestSigner(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static TestSigner ed25519() {
        try {
            return new TestSigner(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public SignerKey key() {
        return SignerKey.of(keys.getPublic());
    }

    @Override
    public Bytes sign(Bytes message) {
        try {
            Signature signature = Signature.getInstance(key().algorithm().jdkName());
            signature.initSign(keys.getPrivate());
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
