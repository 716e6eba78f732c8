package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.util.List;

/// The digest of a policy, computed as the TPM extends that of a policy session (Part 1, "Policy authorization"; Part 3,
/// under each command).
record PolicyDigest(Bytes value) {
    /// Before any command.
    static final PolicyDigest START = new PolicyDigest(Bytes.of(new byte[Sha256.LENGTH_BYTES]));

    /// TPM2_PolicyCommandCode.
    PolicyDigest commandCode(CommandCode command) {
        try (Encoder encoder = new Encoder()) {
            return extended(CommandCode.POLICY_COMMAND_CODE, encoder.u32(command.code()).toBytes());
        }
    }

    /// TPM2_PolicyDuplicationSelect without the object's Name, which a key cannot have in its own policy.
    PolicyDigest duplicationSelect(Bytes newParentName) {
        return extended(
                CommandCode.POLICY_DUPLICATION_SELECT, Bytes.concat(newParentName, Bytes.of(0)));
    }

    /// TPM2_PolicyPCR.
    PolicyDigest pcr(PcrState state) {
        return extended(
                CommandCode.POLICY_PCR, Bytes.concat(state.selection().encode(), state.digest()));
    }

    /// TPM2_PolicyOR: what was before is forgotten.
    static PolicyDigest or(List<PolicyDigest> branches) {
        Bytes all = Bytes.concat(branches.stream().map(PolicyDigest::value).toArray(Bytes[]::new));
        return START.extended(CommandCode.POLICY_OR, all);
    }

    /// TPM2_PolicyAuthorize: what was before is forgotten; the reference is hashed in a second step.
    static PolicyDigest authorize(Bytes authorityName, Bytes reference) {
        PolicyDigest first = START.extended(CommandCode.POLICY_AUTHORIZE, authorityName);
        return new PolicyDigest(Sha256.digest(Bytes.concat(first.value, reference)));
    }

    private PolicyDigest extended(CommandCode command, Bytes arguments) {
        try (Encoder encoder = new Encoder()) {
            return new PolicyDigest(
                    Sha256.digest(encoder.raw(value).u32(command.code()).raw(arguments).toArray()));
        }
    }
}
