package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/// A [StateKey] in this process: for tests, and for simulations in which a node's state is what they say.
public final class SoftwareStateKey implements StateKey {
    private final ListSigner signer;
    private boolean changed;

    private SoftwareStateKey(ListSigner signer) {
        this.signer = signer;
    }

    /// A new key for the state of now.
    public static SoftwareStateKey create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SoftwareStateKey(new SoftwareSigner(generator.generateKeyPair()));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK makes no key on P-256", e);
        }
    }

    /// From now on the state is another.
    public void change() {
        changed = true;
    }

    @Override
    public VerificationKey verificationKey() {
        return signer.verificationKey();
    }

    @Override
    public Bytes sign(Bytes message) {
        if (changed) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "node is not in the state of its key: restart into the firmware that was measured");
        }
        return signer.sign(message);
    }

    @Override
    public void close() {
        changed = true;
    }
}
