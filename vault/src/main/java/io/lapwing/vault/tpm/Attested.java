package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;

/// What stands in a quote (Part 2, TPMS_ATTEST).
///
/// @param extraData the nonce it answers
record Attested(Bytes extraData, TpmClock clock, long firmware, PcrState state) {
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` for anything that no TPM writes as a quote
    static Attested read(Bytes attested) {
        Decoder decoder = Decoder.ofInput("quote", attested);
        int magic = decoder.u32();
        if (magic != Tcg.GENERATED_VALUE) {
            throw decoder.wrong(
                    "magic 0x%08X: want 0x%08X, which begins what a TPM made itself"
                            .formatted(magic, Tcg.GENERATED_VALUE));
        }
        int type = decoder.u16();
        if (type != Tcg.ST_ATTEST_QUOTE) {
            throw decoder.wrong(
                    "type 0x%04X: want 0x%04X, a quote".formatted(type, Tcg.ST_ATTEST_QUOTE));
        }
        // qualifiedSigner: the signature shows whose it is.
        decoder.sized();
        Bytes extraData = decoder.sized();
        TpmClock clock = TpmClock.read(decoder);
        long firmware = decoder.u64();
        PcrState state = new PcrState(PcrSelection.read(decoder), decoder.sized());
        decoder.finish();
        return new Attested(extraData, clock, firmware, state);
    }
}
