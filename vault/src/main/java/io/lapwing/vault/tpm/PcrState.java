package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.util.List;

/// A state of some PCRs.
///
/// @param digest SHA-256 over their values, ascending (Part 2, TPMS_QUOTE_INFO: pcrDigest)
public record PcrState(PcrSelection selection, Bytes digest) {
    public PcrState {
        if (digest.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput("PCR digest of " + digest.length() + " bytes: want 32");
        }
    }

    /// Of values.
    ///
    /// @param values of 32 octets, one for each PCR of the selection, ascending
    public static PcrState of(PcrSelection selection, List<Bytes> values) {
        boolean whole =
                values.size() == selection.pcrs().size()
                        && values.stream().allMatch(v -> v.length() == Sha256.LENGTH_BYTES);
        if (!whole) {
            throw Fault.badInput(
                    "%d PCR values: want %d of 32 bytes each"
                            .formatted(values.size(), selection.pcrs().size()));
        }
        return new PcrState(selection, Sha256.digest(Bytes.concat(values.toArray(Bytes[]::new))));
    }
}
