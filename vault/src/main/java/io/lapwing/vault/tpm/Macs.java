package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;

/// HMACs that a TPM computes (Part 3, TPM2_HMAC).
final class Macs {
    /// Of HMAC-SHA-256.
    private static final int OUTPUT_BYTES = 32;

    private Macs() {}

    /// HMAC-SHA-256 of a message, 32 octets.
    ///
    /// @param message at most 1024 octets, a TPM2B_MAX_BUFFER
    static Secret hmac(Chip chip, TpmObject key, Bytes message) {
        if (message.length() > DuplicableKey.MOST_DATA_BYTES) {
            throw Fault.badInput(
                    "message of %d bytes for an HMAC: want at most %d"
                            .formatted(message.length(), DuplicableKey.MOST_DATA_BYTES));
        }
        return chip.locked(() ->
                chip.run(
                        chip.on(CommandCode.HMAC, key).sized(message).u16(Tcg.ALG_NULL),
                        decoder -> decoder.secret(OUTPUT_BYTES)));
    }
}
