package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;

/// Octets that a TPM gives back in one state of its PCRs alone: to whoever asks it then.
///
/// @param state in which they are given back
/// @param stored how they are kept outside; the storage key under which they were sealed opens it again
public record SealedData(PcrState state, StoredKey stored) {
    /// As much as any TPM seals (Part 2, TPM2B_SENSITIVE_DATA: MAX_SYM_DATA).
    static final int MOST_BYTES = 128;

    static void requireSize(Secret data) {
        if (data.length() < 1 || data.length() > MOST_BYTES) {
            throw Fault.badInput(
                    "%d bytes to seal: want 1 to %d".formatted(data.length(), MOST_BYTES));
        }
    }

    PublicArea area() {
        return new PublicArea(
                Template.DATA, PolicyDigest.START.pcr(state).value(), stored.unique());
    }

    /// The octets of an object that is loaded (Part 3, TPM2_Unseal): its policy is the only way.
    Secret unseal(Chip chip, TpmObject object) {
        try (PolicySession session = PolicySession.start(chip)) {
            PolicyDigest _ = session.pcr(state).digest();
            chip.slots().bring(object);
            return chip.run(
                    Command.of(CommandCode.UNSEAL)
                            .on(chip.slots().entity(object), session.authorization()),
                    decoder -> decoder.secretUpTo(MOST_BYTES));
        }
    }

    /// The PCRs' numbers behind their count, an octet each; their digest; then the object as [StoredKey#encode] has it.
    public Bytes encode() {
        try (Encoder encoder = new Encoder()) {
            return encoder.raw(state.encode()).raw(stored.encode()).toBytes();
        }
    }

    /// Of what [#encode] gave.
    ///
    /// @throws Fault `BAD_INPUT` for anything else
    public static SealedData parse(Bytes encoded) {
        Decoder decoder = Decoder.ofInput("sealed data", encoded);
        PcrState state = PcrState.read(decoder);
        return new SealedData(state, StoredKey.parse(decoder.rest()));
    }
}
