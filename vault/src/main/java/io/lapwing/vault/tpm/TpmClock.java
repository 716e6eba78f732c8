package io.lapwing.vault.tpm;

/// A TPM's time, which nobody can set back (Part 2, TPMS_CLOCK_INFO).
///
/// @param clockMs milliseconds that the TPM was switched on, since its owner was cleared
/// @param resets how often it was reset, as at a start of the machine; unsigned
/// @param restarts how often it was restarted or resumed since; unsigned
/// @param safe false when the clock may have been at a higher value before a loss of power
public record TpmClock(long clockMs, int resets, int restarts, boolean safe) {
    static TpmClock read(Decoder decoder) {
        long clockMs = decoder.u64();
        int resets = decoder.u32();
        int restarts = decoder.u32();
        int safe = decoder.u8();
        if (safe > 1) {
            throw decoder.wrong("clock's safe is " + safe + ": want 0 or 1");
        }
        return new TpmClock(clockMs, resets, restarts, safe == 1);
    }

    /// Whether this can be the same TPM's time after `earlier`. After a loss of power the clock itself may stand a little
    /// back, but then there was a reset.
    boolean follows(TpmClock earlier) {
        int byResets = Integer.compareUnsigned(resets, earlier.resets);
        if (byResets != 0) {
            return byResets > 0;
        }
        int byRestarts = Integer.compareUnsigned(restarts, earlier.restarts);
        return byRestarts > 0 || (byRestarts == 0 && clockMs >= earlier.clockMs);
    }
}
