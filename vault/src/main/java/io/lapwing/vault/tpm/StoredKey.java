package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A key as it is kept outside its TPM: only the storage key under which it was made or imported opens it again
/// (Part 2, TPM2B_PUBLIC and TPM2B_PRIVATE). No secret, but lost is lost.
///
/// @param unique of its public area
/// @param sealed its private part, encrypted by the TPM
public record StoredKey(Bytes unique, Bytes sealed) {
    /// No private part of the keys here is longer; that of RSA-2048 is the longest.
    private static final int LONGEST_SEALED_BYTES = 1024;

    public StoredKey {
        if (sealed.length() < 1 || sealed.length() > LONGEST_SEALED_BYTES) {
            throw Fault.badInput(
                    "stored key of %d bytes: want 1 to %d"
                            .formatted(sealed.length(), LONGEST_SEALED_BYTES));
        }
    }

    /// Unique and sealed, each behind two octets of length.
    public Bytes encode() {
        try (Encoder encoder = new Encoder()) {
            return encoder.sized(unique).sized(sealed).toBytes();
        }
    }

    /// Of what [#encode] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static StoredKey parse(Bytes encoded) {
        Decoder decoder = Decoder.ofInput("stored key", encoded);
        StoredKey stored = new StoredKey(decoder.sized(), decoder.sized());
        decoder.finish();
        return stored;
    }
}
