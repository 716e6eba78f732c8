package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.util.function.Consumer;

/// Makes objects under a storage key (Part 3, TPM2_Create).
///
/// @param parent the storage key
record Creation(Chip chip, TpmObject parent) {
    /// What was made.
    ///
    /// @param sealed its private part, encrypted by the TPM
    record Made(PublicArea area, Bytes sealed) {}

    /// At random, by the TPM.
    Made random(Template template, Bytes policy) {
        return make(template, policy, Chip::noSensitive);
    }

    /// Of octets that come from outside: in the parameter that a salted session encrypts.
    Made of(Template template, Bytes policy, Secret data) {
        // TPMS_SENSITIVE_CREATE: no authValue, then the data.
        return make(template, policy, encoder -> encoder.u16(0).sized(data));
    }

    private Made make(Template template, Bytes policy, Consumer<Encoder> sensitive) {
        Command command =
                chip.making(CommandCode.CREATE, parent)
                        .sized(sensitive)
                        .sized(PublicArea.toMake(template, policy))
                        .sized(Bytes.EMPTY)
                        .u32(0);
        return chip.run(
                command,
                decoder -> {
                    Bytes sealed = decoder.sized();
                    PublicArea area = Chip.publicArea(decoder, template);
                    if (!area.policy().equals(policy)) {
                        throw decoder.wrong("policy %s: want %s".formatted(area.policy(), policy));
                    }
                    Chip.skipCreation(decoder);
                    return new Made(area, sealed);
                });
    }
}
