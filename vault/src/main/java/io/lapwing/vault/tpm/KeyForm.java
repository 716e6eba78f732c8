package io.lapwing.vault.tpm;

/// What a duplicable key is inside the TPM.
public enum KeyForm {
    /// An AES-256 key that the TPM encrypts with, by TPM2_EncryptDecrypt2. Many chips do not have that command.
    AES_256_CFB,
    /// An HMAC-SHA-256 key of 32 octets, from which keys are derived by TPM2_HMAC. Every chip has it.
    HMAC_SHA256
}
