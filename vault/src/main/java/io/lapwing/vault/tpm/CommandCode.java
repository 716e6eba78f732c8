package io.lapwing.vault.tpm;

/// The commands that are used (Part 2, TPM_CC), and of each what its sessions must know (Part 3, its tables): how many
/// handles its response begins with, and whether the first parameter of command and response is a TPM2B, which alone
/// can be encrypted.
enum CommandCode {
    NV_UNDEFINE_SPACE(0x122, "NV_UndefineSpace", 0, Encryptable.NOTHING),
    NV_DEFINE_SPACE(0x12A, "NV_DefineSpace", 0, Encryptable.COMMAND),
    CREATE_PRIMARY(0x131, "CreatePrimary", 1, Encryptable.BOTH),
    NV_INCREMENT(0x134, "NV_Increment", 0, Encryptable.NOTHING),
    PCR_RESET(0x13D, "PCR_Reset", 0, Encryptable.NOTHING),
    STARTUP(0x144, "Startup", 0, Encryptable.NOTHING),
    DUPLICATE(0x14B, "Duplicate", 0, Encryptable.BOTH),
    NV_READ(0x14E, "NV_Read", 0, Encryptable.RESPONSE),
    REWRAP(0x152, "Rewrap", 0, Encryptable.BOTH),
    CREATE(0x153, "Create", 0, Encryptable.BOTH),
    ECDH_ZGEN(0x154, "ECDH_ZGen", 0, Encryptable.BOTH),
    HMAC(0x155, "HMAC", 0, Encryptable.BOTH),
    IMPORT(0x156, "Import", 0, Encryptable.BOTH),
    LOAD(0x157, "Load", 1, Encryptable.BOTH),
    QUOTE(0x158, "Quote", 0, Encryptable.BOTH),
    SIGN(0x15D, "Sign", 0, Encryptable.COMMAND),
    UNSEAL(0x15E, "Unseal", 0, Encryptable.RESPONSE),
    CONTEXT_LOAD(0x161, "ContextLoad", 1, Encryptable.NOTHING),
    CONTEXT_SAVE(0x162, "ContextSave", 0, Encryptable.NOTHING),
    FLUSH_CONTEXT(0x165, "FlushContext", 0, Encryptable.NOTHING),
    LOAD_EXTERNAL(0x167, "LoadExternal", 1, Encryptable.BOTH),
    NV_READ_PUBLIC(0x169, "NV_ReadPublic", 0, Encryptable.RESPONSE),
    POLICY_AUTHORIZE(0x16A, "PolicyAuthorize", 0, Encryptable.COMMAND),
    POLICY_COMMAND_CODE(0x16C, "PolicyCommandCode", 0, Encryptable.NOTHING),
    POLICY_OR(0x171, "PolicyOR", 0, Encryptable.NOTHING),
    START_AUTH_SESSION(0x176, "StartAuthSession", 1, Encryptable.NOTHING),
    VERIFY_SIGNATURE(0x177, "VerifySignature", 0, Encryptable.COMMAND),
    GET_CAPABILITY(0x17A, "GetCapability", 0, Encryptable.NOTHING),
    GET_RANDOM(0x17B, "GetRandom", 0, Encryptable.RESPONSE),
    PCR_READ(0x17E, "PCR_Read", 0, Encryptable.NOTHING),
    POLICY_PCR(0x17F, "PolicyPCR", 0, Encryptable.COMMAND),
    PCR_EXTEND(0x182, "PCR_Extend", 0, Encryptable.NOTHING),
    POLICY_DUPLICATION_SELECT(0x188, "PolicyDuplicationSelect", 0, Encryptable.COMMAND),
    POLICY_GET_DIGEST(0x189, "PolicyGetDigest", 0, Encryptable.RESPONSE),
    ENCRYPT_DECRYPT_2(0x193, "EncryptDecrypt2", 0, Encryptable.BOTH);

    /// Whose first parameter is a TPM2B.
    private enum Encryptable {
        NOTHING,
        COMMAND,
        RESPONSE,
        BOTH
    }

    private final int code;
    private final String title;
    private final int responseHandles;
    private final Encryptable encryptable;

    CommandCode(int code, String title, int responseHandles, Encryptable encryptable) {
        this.code = code;
        this.title = title;
        this.responseHandles = responseHandles;
        this.encryptable = encryptable;
    }

    int code() {
        return code;
    }

    int responseHandles() {
        return responseHandles;
    }

    boolean encryptsCommand() {
        return encryptable == Encryptable.COMMAND || encryptable == Encryptable.BOTH;
    }

    boolean encryptsResponse() {
        return encryptable == Encryptable.RESPONSE || encryptable == Encryptable.BOTH;
    }

    /// The name in Part 3: `TPM2_Quote`.
    @Override
    public String toString() {
        return "TPM2_" + title;
    }
}
