package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A restricted signing key of a TPM: it signs nothing but what the TPM says itself, so its quotes cannot be made up.
///
/// A primary of the endorsement hierarchy: the same after each start, and its quotes tell resets and restarts as they are
/// (Part 1, "Attestation": of other hierarchies they are obscured). Lives as long as the TPM is open. Safe for
/// use by many threads.
public final class AttestationKey {
    private static final int SHORTEST_NONCE_BYTES = 8;
    private static final int LONGEST_NONCE_BYTES = 32;

    private final Chip chip;
    private final TpmObject object;
    private final AttestationPublic publicHalf;

    AttestationKey(Chip chip, TpmObject object, KeyKind kind) {
        this.chip = chip;
        this.object = object;
        this.publicHalf = new AttestationPublic(kind, object.area().unique());
    }

    public AttestationPublic publicHalf() {
        return publicHalf;
    }

    /// The state of these PCRs, signed (Part 3, TPM2_Quote).
    ///
    /// @param nonce of who wants to know, drawn for this quote; 8 to 32 octets
    public Quote quote(Bytes nonce, PcrSelection selection) {
        if (nonce.length() < SHORTEST_NONCE_BYTES || nonce.length() > LONGEST_NONCE_BYTES) {
            throw Fault.badInput(
                    "nonce of %d bytes: want %d to %d"
                            .formatted(nonce.length(), SHORTEST_NONCE_BYTES, LONGEST_NONCE_BYTES));
        }
        return chip.locked(() ->
                chip.run(
                        chip.on(CommandCode.QUOTE, object)
                                .sized(nonce)
                                .u16(Tcg.ALG_NULL)
                                .raw(selection.encode()),
                        decoder -> new Quote(decoder.sized(), Signatures.read(decoder))));
    }
}
