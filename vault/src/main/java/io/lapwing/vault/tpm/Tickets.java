package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;

/// Has a TPM verify signatures, and takes its word for it along (Part 2, TPMT_TK_VERIFIED).
final class Tickets {
    private Tickets() {}

    /// Part 3, TPM2_VerifySignature.
    ///
    /// @param signature 64 octets `r | s`
    /// @return the ticket, whole
    /// @throws io.lapwing.crypto.Fault `TAMPERED` when the signature is not the key's over the message
    static Bytes verify(Chip chip, TpmObject key, Bytes message, Bytes signature) {
        chip.slots().bring(key);
        return chip.run(
                Command.of(CommandCode.VERIFY_SIGNATURE)
                        .on(chip.slots().entity(key))
                        .sized(Sha256.digest(message))
                        .raw(Signatures.encodeEcdsa(signature)),
                Tickets::read);
    }

    private static Bytes read(Decoder decoder) {
        int tag = decoder.u16();
        if (tag != Tcg.ST_VERIFIED) {
            throw decoder.wrong("ticket 0x%04X: want 0x%04X".formatted(tag, Tcg.ST_VERIFIED));
        }
        try (Encoder ticket = new Encoder()) {
            return ticket.u16(tag).u32(decoder.u32()).sized(decoder.sized()).toBytes();
        }
    }
}
