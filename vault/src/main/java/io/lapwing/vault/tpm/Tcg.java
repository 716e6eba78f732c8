package io.lapwing.vault.tpm;

/// The constants of Part 2 that are used, with its names.
final class Tcg {
    // TPM_ALG_ID
    static final int ALG_RSA = 0x0001;
    static final int ALG_HMAC = 0x0005;
    static final int ALG_AES = 0x0006;
    static final int ALG_KEYEDHASH = 0x0008;
    static final int ALG_SHA256 = 0x000B;
    static final int ALG_NULL = 0x0010;
    static final int ALG_RSASSA = 0x0014;
    static final int ALG_ECDSA = 0x0018;
    static final int ALG_ECDH = 0x0019;
    static final int ALG_ECC = 0x0023;
    static final int ALG_SYMCIPHER = 0x0025;
    static final int ALG_CFB = 0x0043;

    // TPM_ECC_CURVE
    static final int ECC_NIST_P256 = 0x0003;

    // TPM_ST
    static final int ST_NO_SESSIONS = 0x8001;
    static final int ST_SESSIONS = 0x8002;
    static final int ST_ATTEST_QUOTE = 0x8018;
    static final int ST_CREATION = 0x8021;
    static final int ST_VERIFIED = 0x8022;
    static final int ST_HASHCHECK = 0x8024;

    // TPM_SU
    static final int SU_CLEAR = 0x0000;

    // TPM_CAP
    static final int CAP_HANDLES = 0x0001;
    static final int CAP_COMMANDS = 0x0002;
    static final int CAP_TPM_PROPERTIES = 0x0006;

    // TPM_PT
    static final int PT_MANUFACTURER = 0x0105;
    static final int PT_FIRMWARE_VERSION_1 = 0x010B;
    static final int PT_FIRMWARE_VERSION_2 = 0x010C;
    static final int PT_HR_TRANSIENT_AVAIL = 0x0207;

    // TPM_HT and TPM_HC: the first handle of a kind
    static final int NV_INDEX_FIRST = 0x01000000;
    static final int HMAC_SESSION_FIRST = 0x02000000;
    static final int SAVED_SESSION_FIRST = 0x03000000;
    static final int TRANSIENT_FIRST = 0x80000000;

    // TPM_RH
    static final int RH_OWNER = 0x40000001;
    static final int RH_NULL = 0x40000007;
    static final int RH_ENDORSEMENT = 0x4000000B;
    static final int RS_PW = 0x40000009;

    // TPMA_OBJECT
    static final int FIXED_TPM = 1 << 1;
    static final int FIXED_PARENT = 1 << 4;
    static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
    static final int USER_WITH_AUTH = 1 << 6;
    static final int ADMIN_WITH_POLICY = 1 << 7;
    static final int NO_DA = 1 << 10;
    static final int RESTRICTED = 1 << 16;
    static final int DECRYPT = 1 << 17;
    static final int SIGN_ENCRYPT = 1 << 18;

    // TPMA_SESSION
    static final int CONTINUE_SESSION = 0x01;
    static final int SESSION_DECRYPT = 0x20;
    static final int SESSION_ENCRYPT = 0x40;
    static final int SESSION_AUDIT = 0x80;

    // TPMA_NV
    static final int NV_AUTHWRITE = 1 << 2;
    static final int NV_COUNTER = 1 << 4;
    static final int NV_AUTHREAD = 1 << 18;
    static final int NV_NO_DA = 1 << 25;
    static final int NV_WRITTEN = 1 << 29;

    // TPM_GENERATED_VALUE
    static final int GENERATED_VALUE = 0xFF544347;

    private Tcg() {}
}
