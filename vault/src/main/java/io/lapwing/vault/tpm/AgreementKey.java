package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;

/// A static key for Diffie-Hellman on P-256 whose private half never leaves the TPM. Safe for use by many threads.
public final class AgreementKey implements AutoCloseable {
    private final Chip chip;
    private final TpmObject object;
    private final Bytes privatePart;

    AgreementKey(Chip chip, TpmObject object, Bytes privatePart) {
        this.chip = chip;
        this.object = object;
        this.privatePart = privatePart;
    }

    /// On P-256.
    public PublicKey publicKey() {
        return P256Point.of(object.area().unique()).toPublicKey();
    }

    /// The X coordinate that both sides share (NIST SP 800-56A §5.7.1.2; Part 3, TPM2_ECDH_ZGen): not yet a key, but what
    /// one is derived from.
    ///
    /// @return 32 octets; the caller closes it
    public Secret agree(ECPublicKey theirs) {
        P256Point point = P256Point.of(theirs);
        return chip.locked(() ->
                chip.run(
                        chip.on(CommandCode.ECDH_ZGEN, object)
                                .sized(in -> in.sized(point.x()).sized(point.y())),
                        AgreementKey::x));
    }

    /// Of a TPM2B_ECC_POINT.
    private static Secret x(Decoder decoder) {
        Decoder inner = decoder.inner();
        Secret x = inner.secret(P256Point.COORDINATE_BYTES);
        inner.secret(P256Point.COORDINATE_BYTES).close();
        inner.finish();
        return x;
    }

    /// How to have it again after a restart, by [StorageKey#loadAgreement].
    public StoredKey stored() {
        return new StoredKey(object.area().unique(), privatePart);
    }

    /// Removes it from the TPM's memory. Closing twice is harmless.
    @Override
    public void close() {
        chip.drop(object);
    }
}
