package io.lapwing.vault.tpm;

/// What a quote is worth.
public sealed interface QuoteCheck {
    /// The TPM was in the expected state after the nonce was drawn.
    ///
    /// @param clock to be kept, and given to the next check
    /// @param firmware of the TPM, in the manufacturer's numbering
    record Genuine(TpmClock clock, long firmware) implements QuoteCheck {}

    /// It shows nothing.
    ///
    /// @param why with the value and what was wanted
    record Refused(Reason reason, String why) implements QuoteCheck {}

    /// Why a quote is refused.
    enum Reason {
        /// Not signed by this key.
        SIGNATURE,
        /// Signed, but not a quote: a restricted key signs other structures of the TPM too.
        NOT_A_QUOTE,
        /// It answers another nonce: an old one, or another's.
        NONCE,
        /// Other PCRs, or another state: other firmware or configuration.
        STATE,
        /// Its time is before one seen: an old quote, or another TPM.
        CLOCK
    }
}
