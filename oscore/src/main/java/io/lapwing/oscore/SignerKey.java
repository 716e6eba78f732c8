package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;

/// The public key of who signs: for one algorithm, and known by an identifier that follows from the key.
///
/// @param encoded a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) of P-256 or Ed25519
public record SignerKey(Bytes encoded) {
    /// The octets of an identifier: enough to tell a handful of keys apart; it proves nothing.
    static final int ID_BYTES = 8;

    /// @throws Fault `BAD_INPUT` for what is no such key
    public SignerKey {
        CoseAlgorithm.of(parse(encoded));
    }

    /// Of a key that the JDK has.
    ///
    /// @throws Fault `BAD_INPUT` for a key on another curve
    public static SignerKey of(PublicKey key) {
        return new SignerKey(Bytes.of(key.getEncoded()));
    }

    /// The first 8 octets of SHA-256 over the key.
    public Bytes id() {
        return Sha256.digest(encoded).slice(0, ID_BYTES);
    }

    public CoseAlgorithm algorithm() {
        return CoseAlgorithm.of(parse(encoded));
    }

    /// @param signature 64 octets, as [CoseAlgorithm] says
    boolean verifies(Bytes message, Bytes signature) {
        try {
            PublicKey key = parse(encoded);
            Signature verifier = Signature.getInstance(CoseAlgorithm.of(key).jdkName());
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK verifies no signature of " + id(), e);
        }
    }

    private static PublicKey parse(Bytes encoded) {
        var spec = new X509EncodedKeySpec(encoded.toArray());
        for (String family : new String[] {"EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(family).generatePublic(spec);
            } catch (GeneralSecurityException _) {
                // A key of the other family, or of none.
            }
        }
        throw Fault.badInput("no public key of P-256 or Ed25519 as SubjectPublicKeyInfo: want one");
    }
}
