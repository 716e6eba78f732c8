package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.util.ArrayList;
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

    /// The PCRs' numbers behind their count, an octet each, and the digest.
    public Bytes encode() {
        try (Encoder encoder = new Encoder()) {
            encoder.u8(selection.pcrs().size());
            selection.pcrs().forEach(encoder::u8);
            return encoder.raw(digest).toBytes();
        }
    }

    /// Of what [#encode] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static PcrState parse(Bytes encoded) {
        Decoder decoder = Decoder.ofInput("state of PCRs", encoded);
        PcrState state = read(decoder);
        decoder.finish();
        return state;
    }

    static PcrState read(Decoder decoder) {
        int count = decoder.u8();
        List<Integer> pcrs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pcrs.add(decoder.u8());
        }
        PcrSelection selection = new PcrSelection(pcrs);
        if (!selection.pcrs().equals(pcrs)) {
            throw decoder.wrong("PCRs %s: want them ascending, each once".formatted(pcrs));
        }
        return new PcrState(selection, decoder.raw(Sha256.LENGTH_BYTES));
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
