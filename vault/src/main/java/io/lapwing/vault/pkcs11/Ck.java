package io.lapwing.vault.pkcs11;

/// The constants of PKCS#11 2.40 that the vault uses, by their names in the standard without the `CK` prefix' letter.
final class Ck {
    // Object classes and key types: §4.2 and §4.6 to §4.10, values in pkcs11t.h 2.40.
    static final long CKO_DATA = 0x0;
    static final long CKO_PUBLIC_KEY = 0x2;
    static final long CKO_PRIVATE_KEY = 0x3;
    static final long CKO_SECRET_KEY = 0x4;
    static final long CKK_RSA = 0x0;
    static final long CKK_EC = 0x3;
    static final long CKK_AES = 0x1F;

    // Attributes: §4.4 to §4.10.
    static final long CKA_CLASS = 0x0;
    static final long CKA_TOKEN = 0x1;
    static final long CKA_PRIVATE = 0x2;
    static final long CKA_LABEL = 0x3;
    static final long CKA_APPLICATION = 0x10;
    static final long CKA_VALUE = 0x11;
    static final long CKA_KEY_TYPE = 0x100;
    static final long CKA_ID = 0x102;
    static final long CKA_SENSITIVE = 0x103;
    static final long CKA_ENCRYPT = 0x104;
    static final long CKA_DECRYPT = 0x105;
    static final long CKA_WRAP = 0x106;
    static final long CKA_UNWRAP = 0x107;
    static final long CKA_SIGN = 0x108;
    static final long CKA_SIGN_RECOVER = 0x109;
    static final long CKA_VERIFY = 0x10A;
    static final long CKA_DERIVE = 0x10C;
    static final long CKA_MODULUS = 0x120;
    static final long CKA_MODULUS_BITS = 0x121;
    static final long CKA_PUBLIC_EXPONENT = 0x122;
    static final long CKA_VALUE_LEN = 0x161;
    static final long CKA_EXTRACTABLE = 0x162;
    static final long CKA_EC_PARAMS = 0x180;
    static final long CKA_EC_POINT = 0x181;

    /// An array of attributes that a key unwrapped by this one must have: §4.10.
    static final long CKA_UNWRAP_TEMPLATE = 0x40000212L;

    // Mechanisms: Mech. §2.1 (RSA), §2.3 (elliptic curves), §2.8 and §2.14 to §2.16 (AES).
    static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0x0;
    static final long CKM_RSA_PKCS_OAEP = 0x9;
    static final long CKM_SHA_1 = 0x220;
    static final long CKM_SHA256 = 0x250;
    static final long CKM_EC_KEY_PAIR_GEN = 0x1040;
    static final long CKM_ECDSA = 0x1041;
    static final long CKM_AES_KEY_GEN = 0x1080;
    static final long CKM_AES_ECB = 0x1081;
    static final long CKM_AES_CMAC = 0x108A;
    static final long CKM_AES_ECB_ENCRYPT_DATA = 0x1104;
    static final long CKM_AES_KEY_WRAP = 0x2109;

    // OAEP parameters: Mech. §2.1.8.
    static final long CKG_MGF1_SHA1 = 0x1;
    static final long CKG_MGF1_SHA256 = 0x2;
    static final long CKZ_DATA_SPECIFIED = 0x1;

    // Flags: §3.1 to §3.3 and §5.4.
    static final long CKF_OS_LOCKING_OK = 0x2;
    static final long CKF_RW_SESSION = 0x2;
    static final long CKF_SERIAL_SESSION = 0x4;
    static final long CKF_TOKEN_INITIALIZED = 0x400;
    static final long CKU_SO = 0x0;
    static final long CKU_USER = 0x1;

    // Return values: §5.1.
    static final long CKR_OK = 0x0;
    static final long CKR_SLOT_ID_INVALID = 0x3;
    static final long CKR_GENERAL_ERROR = 0x5;
    static final long CKR_FUNCTION_FAILED = 0x6;
    static final long CKR_DEVICE_ERROR = 0x30;
    static final long CKR_DEVICE_MEMORY = 0x31;
    static final long CKR_DEVICE_REMOVED = 0x32;
    static final long CKR_ENCRYPTED_DATA_INVALID = 0x40;
    static final long CKR_ENCRYPTED_DATA_LEN_RANGE = 0x41;
    static final long CKR_KEY_HANDLE_INVALID = 0x60;
    static final long CKR_OBJECT_HANDLE_INVALID = 0x82;
    static final long CKR_PIN_INCORRECT = 0xA0;
    static final long CKR_PIN_INVALID = 0xA1;
    static final long CKR_PIN_LEN_RANGE = 0xA2;
    static final long CKR_PIN_EXPIRED = 0xA3;
    static final long CKR_PIN_LOCKED = 0xA4;
    static final long CKR_SESSION_CLOSED = 0xB0;
    static final long CKR_SESSION_COUNT = 0xB1;
    static final long CKR_SESSION_HANDLE_INVALID = 0xB3;
    static final long CKR_TOKEN_NOT_PRESENT = 0xE0;
    static final long CKR_TOKEN_NOT_RECOGNIZED = 0xE1;
    static final long CKR_UNWRAPPING_KEY_HANDLE_INVALID = 0xF0;
    static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
    static final long CKR_USER_NOT_LOGGED_IN = 0x101;
    static final long CKR_USER_PIN_NOT_INITIALIZED = 0x102;
    static final long CKR_WRAPPED_KEY_INVALID = 0x110;
    static final long CKR_WRAPPED_KEY_LEN_RANGE = 0x112;
    static final long CKR_WRAPPING_KEY_HANDLE_INVALID = 0x113;
    static final long CKR_CRYPTOKI_NOT_INITIALIZED = 0x190;
    static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

    private Ck() {}
}
