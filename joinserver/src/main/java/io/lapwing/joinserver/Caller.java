package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import java.util.Optional;

/// Who sent a message, as the TLS handshake showed it.
///
/// @param identity what the certificate states; empty for a certificate of another authority that states none
/// @param certificateSha256 SHA-256 over the certificate's DER, 32 octets
public record Caller(Optional<PeerIdentity> identity, Bytes certificateSha256) {
    private static final int SHA256_BYTES = 32;

    public Caller {
        if (certificateSha256.length() != SHA256_BYTES) {
            throw Fault.badInput(
                    "certificate hash of " + certificateSha256.length() + " bytes: want 32");
        }
    }

    /// For audit records: the identity, or the certificate's hash.
    @Override
    public String toString() {
        return identity.map(PeerIdentity::toString)
                .orElseGet(() -> "certificate:" + certificateSha256);
    }
}
