package io.lapwing.vault.tpm;

/// Of what kind a storage key or an attestation key is.
public enum KeyKind {
    /// NIST P-256: half the octets on air and a tenth of the time of RSA. The one to take.
    ECC_P256,
    /// RSA with 2048 bits and the exponent 65537: for what was published with it.
    RSA_2048
}
