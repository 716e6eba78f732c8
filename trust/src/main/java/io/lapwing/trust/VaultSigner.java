package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import io.lapwing.vault.Vault;
import java.security.interfaces.ECPublicKey;

/// A [ListSigner] whose key stays in a vault: the one with which that signs everything. What is signed here begins with a
/// word of its own, or with a digest.
record VaultSigner(Vault vault, VerificationKey verificationKey) implements ListSigner {
    static VaultSigner of(Vault vault) {
        if (vault.signingKey() instanceof ECPublicKey key) {
            return new VaultSigner(vault, new VerificationKey(P256Point.of(key).compressed()));
        }
        throw new Fault(Fault.Kind.INTERNAL, "the vault's signing key is not on P-256: want one");
    }

    @Override
    public Bytes sign(Bytes message) {
        return vault.sign(message);
    }
}
