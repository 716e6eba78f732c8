package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.vault.tpm.KeyKind;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.SealedData;
import io.lapwing.vault.tpm.Tpm;
import java.lang.foreign.ValueLayout;

/// A label as its node keeps it until it has joined: sealed by the node's TPM to the state in which it was made. A node that
/// was tampered with before it joined cannot even join. No secret; to be deleted after the join, when the label is burnt.
///
/// @param sealed number and access key
public record KeptLabel(SealedData sealed) {
    /// Seals a label to the present state.
    ///
    /// @param label read only
    /// @param selection the PCRs that must stay as they are
    public static KeptLabel of(NodeLabel label, Tpm tpm, PcrSelection selection) {
        try (Secret octets = label.octets()) {
            return new KeptLabel(
                    tpm.storage(KeyKind.ECC_P256).seal(octets, tpm.pcrState(selection)));
        }
    }

    /// The label, for the join; the caller closes it.
    ///
    /// @throws Fault `FORBIDDEN` when the PCRs are in another state, `TAMPERED` in another TPM or when it was altered
    public NodeLabel open(Tpm tpm) {
        try (Secret octets = tpm.storage(KeyKind.ECC_P256).unseal(sealed)) {
            if (octets.length() != NodeLabel.LENGTH_BYTES) {
                throw new Fault(Fault.Kind.TAMPERED, "what was sealed is no label");
            }
            return NodeLabel.of(octets.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /// As octets, for a file.
    public Bytes encode() {
        return sealed.encode();
    }

    /// The label that the octets say.
    ///
    /// @throws Fault `BAD_INPUT` for what is none
    public static KeptLabel parse(Bytes encoded) {
        return new KeptLabel(SealedData.parse(encoded));
    }
}
