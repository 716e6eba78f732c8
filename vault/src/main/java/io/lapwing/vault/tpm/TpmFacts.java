package io.lapwing.vault.tpm;

import java.util.Set;

/// What a TPM says it is and can do (Part 3, TPM2_GetCapability).
///
/// @param manufacturer four letters of the TCG's vendor register, such as `IFX` for Infineon or `IBM` for swtpm
/// @param firmware two numbers of the manufacturer's, in hexadecimal
/// @param rewraps whether it has TPM2_Rewrap; without it a key is imported and duplicated
/// @param forms what duplicable keys it can use
public record TpmFacts(String manufacturer, String firmware, boolean rewraps, Set<KeyForm> forms) {
    public TpmFacts {
        forms = Set.copyOf(forms);
    }

    /// AES where the TPM has it, else HMAC.
    public KeyForm bestForm() {
        return forms.contains(KeyForm.AES_256_CFB) ? KeyForm.AES_256_CFB : KeyForm.HMAC_SHA256;
    }
}
