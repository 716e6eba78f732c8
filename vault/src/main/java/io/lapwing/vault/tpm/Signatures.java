package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/// Signatures as a TPM writes them (Part 2, TPMT_SIGNATURE), and whether they are true: ECDSA on P-256 as 64 octets
/// `r | s`, RSASSA-PKCS1-v1_5 as 256, both with SHA-256.
final class Signatures {
    static final int ECDSA_BYTES = 64;
    private static final int PART_BYTES = 32;

    private Signatures() {}

    static Bytes read(Decoder decoder) {
        int scheme = decoder.u16();
        int hash = decoder.u16();
        if (hash != Tcg.ALG_SHA256) {
            throw decoder.wrong("signature with hash 0x%X: want SHA-256".formatted(hash));
        }
        return switch (scheme) {
            case Tcg.ALG_ECDSA -> Bytes.concat(part(decoder), part(decoder));
            case Tcg.ALG_RSASSA -> decoder.sized();
            default ->
                    throw decoder.wrong(
                            "signature of scheme 0x%X: want ECDSA or RSASSA".formatted(scheme));
        };
    }

    /// A number of at most 32 octets, some TPMs leave zeros away.
    private static Bytes part(Decoder decoder) {
        Bytes digits = decoder.sized();
        if (digits.length() > PART_BYTES) {
            throw decoder.wrong("signature part of " + digits.length() + " bytes: want 32");
        }
        return Bytes.concat(Bytes.of(new byte[PART_BYTES - digits.length()]), digits);
    }

    /// TPMT_SIGNATURE of an ECDSA signature.
    static Bytes encodeEcdsa(Bytes signature) {
        try (Encoder encoder = new Encoder()) {
            return encoder.u16(Tcg.ALG_ECDSA)
                    .u16(Tcg.ALG_SHA256)
                    .sized(signature.slice(0, PART_BYTES))
                    .sized(signature.slice(PART_BYTES, ECDSA_BYTES))
                    .toBytes();
        }
    }

    static boolean ecdsa(PublicKey key, Bytes message, Bytes signature) {
        return signature.length() == ECDSA_BYTES
                && verify("SHA256withECDSAinP1363Format", key, message, signature);
    }

    static boolean rsassa(PublicKey key, Bytes message, Bytes signature) {
        return verify("SHA256withRSA", key, message, signature);
    }

    private static boolean verify(String algorithm, PublicKey key, Bytes message, Bytes signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(message.toArray());
            return check.verify(signature.toArray());
        } catch (SignatureException _) {
            // not even the form of a signature
            return false;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses " + algorithm, e);
        }
    }
}
