package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;

/// Whose signatures decide who belongs to a group, such as the Central Entity's vault.
///
/// @param point its public key, X and Y of a point of P-256, 32 octets each
public record Authority(Bytes point) {
    public Authority {
        P256Point _ = P256Point.of(point);
    }

    /// Of a public key on P-256.
    public static Authority of(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return new Authority(P256Point.of(ec).both());
        }
        throw Fault.badInput("authority with a key of " + key.getAlgorithm() + ": want P-256");
    }

    Bytes name() {
        return area().name();
    }

    PublicArea area() {
        return new PublicArea(Template.AUTHORITY_P256, Bytes.EMPTY, point);
    }

    boolean signed(Bytes message, Bytes signature) {
        return Signatures.ecdsa(P256Point.of(point).toPublicKey(), message, signature);
    }
}
