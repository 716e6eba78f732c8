package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;

/// The public areas that are made and accepted: everything of them but policy and unique field (Part 2, TPMT_PUBLIC and
/// TPMA_OBJECT). An object with anything else is a foreign one and refused.
///
/// @param title for messages
/// @param uniqueBytes how many octets the unique field has: a point's two coordinates, a modulus or a digest
record Template(String title, int type, int attributes, Bytes parameters, int uniqueBytes) {
    static final Template STORAGE_P256 =
            new Template(
                    "storage key of P-256", Tcg.ALG_ECC, Bits.STORAGE, Parameters.STORAGE_P256, 64);

    static final Template STORAGE_RSA =
            new Template(
                    "storage key of RSA-2048",
                    Tcg.ALG_RSA,
                    Bits.STORAGE,
                    Parameters.STORAGE_RSA,
                    256);

    static final Template ATTESTATION_P256 =
            new Template(
                    "attestation key of P-256",
                    Tcg.ALG_ECC,
                    Bits.ATTESTATION,
                    Parameters.SIGNING_P256,
                    64);

    static final Template ATTESTATION_RSA =
            new Template(
                    "attestation key of RSA-2048",
                    Tcg.ALG_RSA,
                    Bits.ATTESTATION,
                    Parameters.SIGNING_RSA,
                    256);

    /// Signs in one state of the PCRs: without userWithAuth the policy is the only way to use it.
    static final Template BOUND_P256 =
            new Template("bound key", Tcg.ALG_ECC, Bits.BOUND, Parameters.SIGNING_P256, 64);

    static final Template AGREEMENT_P256 =
            new Template(
                    "agreement key", Tcg.ALG_ECC, Bits.AGREEMENT, Parameters.AGREEMENT_P256, 64);

    /// Whose word PolicyAuthorize takes: the public half of a key outside.
    static final Template AUTHORITY_P256 =
            new Template("authority", Tcg.ALG_ECC, Bits.AUTHORITY, Parameters.SIGNING_P256, 64);

    static final Template CIPHER =
            new Template("AES-256 key", Tcg.ALG_SYMCIPHER, Bits.CIPHER, Parameters.CIPHER, 32);

    static final Template MAC =
            new Template("HMAC key", Tcg.ALG_KEYEDHASH, Bits.MAC, Parameters.MAC, 32);

    /// An HMAC key whose octets came from outside.
    static final Template HELD =
            new Template("held key", Tcg.ALG_KEYEDHASH, Bits.HELD, Parameters.MAC, 32);

    /// Octets that are given back in one state of the PCRs.
    static final Template DATA =
            new Template("sealed data", Tcg.ALG_KEYEDHASH, Bits.DATA, Parameters.DATA, 32);

    /// TPMA_OBJECT.
    private static final class Bits {
        /// Stays in this TPM under this parent, made there.
        static final int FIXED = Tcg.FIXED_TPM | Tcg.FIXED_PARENT | Tcg.SENSITIVE_DATA_ORIGIN;

        static final int OPEN = Tcg.USER_WITH_AUTH | Tcg.NO_DA;
        static final int STORAGE = FIXED | OPEN | Tcg.RESTRICTED | Tcg.DECRYPT;
        static final int ATTESTATION = FIXED | OPEN | Tcg.RESTRICTED | Tcg.SIGN_ENCRYPT;
        static final int BOUND = FIXED | Tcg.ADMIN_WITH_POLICY | Tcg.NO_DA | Tcg.SIGN_ENCRYPT;
        static final int AGREEMENT = FIXED | OPEN | Tcg.DECRYPT;
        static final int AUTHORITY = Tcg.USER_WITH_AUTH | Tcg.SIGN_ENCRYPT;

        /// Neither fixedTPM nor fixedParent: may be duplicated as its policy says.
        static final int DUPLICABLE = Tcg.SENSITIVE_DATA_ORIGIN | OPEN;

        static final int CIPHER = DUPLICABLE | Tcg.DECRYPT | Tcg.SIGN_ENCRYPT;
        static final int MAC = DUPLICABLE | Tcg.SIGN_ENCRYPT;

        /// Stays in this TPM under this parent, but was not made there.
        static final int BROUGHT = Tcg.FIXED_TPM | Tcg.FIXED_PARENT;

        static final int HELD = BROUGHT | OPEN | Tcg.SIGN_ENCRYPT;
        static final int DATA = BROUGHT | Tcg.ADMIN_WITH_POLICY | Tcg.NO_DA;
    }

    /// TPMU_PUBLIC_PARMS.
    private static final class Parameters {
        /// TPMT_SYM_DEF_OBJECT: AES-128 in CFB protects what is stored under the key.
        private static final int[] AES_128_CFB = {Tcg.ALG_AES, 128, Tcg.ALG_CFB};

        /// TPMS_ECC_PARMS: symmetric, scheme, curve, key derivation.
        static final Bytes STORAGE_P256 =
                words(AES_128_CFB, Tcg.ALG_NULL, Tcg.ECC_NIST_P256, Tcg.ALG_NULL);

        static final Bytes SIGNING_P256 =
                words(
                        new int[] {Tcg.ALG_NULL},
                        Tcg.ALG_ECDSA,
                        Tcg.ALG_SHA256,
                        Tcg.ECC_NIST_P256,
                        Tcg.ALG_NULL);

        static final Bytes AGREEMENT_P256 =
                words(
                        new int[] {Tcg.ALG_NULL},
                        Tcg.ALG_ECDH,
                        Tcg.ALG_SHA256,
                        Tcg.ECC_NIST_P256,
                        Tcg.ALG_NULL);

        /// TPMS_RSA_PARMS: symmetric, scheme, bits, exponent (0 for 65537).
        static final Bytes STORAGE_RSA = words(AES_128_CFB, Tcg.ALG_NULL, 2048, 0, 0);

        static final Bytes SIGNING_RSA =
                words(new int[] {Tcg.ALG_NULL}, Tcg.ALG_RSASSA, Tcg.ALG_SHA256, 2048, 0, 0);

        /// TPMS_SYMCIPHER_PARMS.
        static final Bytes CIPHER = words(new int[] {Tcg.ALG_AES}, 256, Tcg.ALG_CFB);

        /// TPMS_KEYEDHASH_PARMS.
        static final Bytes MAC = words(new int[] {Tcg.ALG_HMAC}, Tcg.ALG_SHA256);

        /// The same of what is no key.
        static final Bytes DATA = words(new int[] {Tcg.ALG_NULL});

        private static Bytes words(int[] first, int... rest) {
            try (Encoder encoder = new Encoder()) {
                for (int word : first) {
                    encoder.u16(word);
                }
                for (int word : rest) {
                    encoder.u16(word);
                }
                return encoder.toBytes();
            }
        }
    }

    static Template storage(KeyKind kind) {
        return switch (kind) {
            case ECC_P256 -> STORAGE_P256;
            case RSA_2048 -> STORAGE_RSA;
        };
    }

    static Template attestation(KeyKind kind) {
        return switch (kind) {
            case ECC_P256 -> ATTESTATION_P256;
            case RSA_2048 -> ATTESTATION_RSA;
        };
    }

    static Template duplicable(KeyForm form) {
        return switch (form) {
            case AES_256_CFB -> CIPHER;
            case HMAC_SHA256 -> MAC;
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
