package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.P256Point;
import io.lapwing.vault.tpm.Authority;
import io.lapwing.vault.tpm.DuplicationPolicy;
import io.lapwing.vault.tpm.StoragePublic;
import java.nio.charset.StandardCharsets;

/// Where a session key may go, as a TPM is told.
final class TpmPolicies {
    /// What a permission is for. It follows 32 octets of a digest in what is signed, so that none of the device lists, which
    /// begin with their own word, is a permission.
    private static final Bytes REFERENCE =
            Bytes.of("lapwing session key".getBytes(StandardCharsets.US_ASCII));

    private TpmPolicies() {}

    /// To the chip of the Central Entity (TPM2_PolicyDuplicationSelect), or to whom its signer permits
    /// (TPM2_PolicyAuthorize), one or the other (TPM2_PolicyOR). All of it follows from what every node knows once it joined,
    /// so that it does not travel.
    static DuplicationPolicy.Translated of(CentralKeys central) {
        return new DuplicationPolicy.Translated(
                parent(central.storage()),
                new DuplicationPolicy.Group(
                        Authority.of(
                                P256Point.decompress(central.verification().point()).toPublicKey()),
                        REFERENCE));
    }

    static StoragePublic parent(StorageKey key) {
        return StoragePublic.parse(key.point());
    }
}
