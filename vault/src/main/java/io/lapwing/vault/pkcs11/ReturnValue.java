package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Fault;

/// What a `CK_RV` (§5.1) means for the vault.
final class ReturnValue {
    private ReturnValue() {}

    /// Whether nothing will work until the vault has connected to its token again. Handles belong here: those that the
    /// vault holds become invalid only with the session or the token behind them.
    static boolean isLoss(long rv) {
        return rv == Ck.CKR_SLOT_ID_INVALID
                || rv == Ck.CKR_GENERAL_ERROR
                || rv == Ck.CKR_FUNCTION_FAILED
                || rv == Ck.CKR_DEVICE_ERROR
                || rv == Ck.CKR_DEVICE_MEMORY
                || rv == Ck.CKR_DEVICE_REMOVED
                || rv == Ck.CKR_KEY_HANDLE_INVALID
                || rv == Ck.CKR_OBJECT_HANDLE_INVALID
                || rv == Ck.CKR_SESSION_CLOSED
                || rv == Ck.CKR_SESSION_COUNT
                || rv == Ck.CKR_SESSION_HANDLE_INVALID
                || rv == Ck.CKR_TOKEN_NOT_PRESENT
                || rv == Ck.CKR_TOKEN_NOT_RECOGNIZED
                || rv == Ck.CKR_UNWRAPPING_KEY_HANDLE_INVALID
                || rv == Ck.CKR_USER_NOT_LOGGED_IN
                || rv == Ck.CKR_WRAPPING_KEY_HANDLE_INVALID
                || rv == Ck.CKR_CRYPTOKI_NOT_INITIALIZED;
    }

    /// Whether the token says that a ciphertext is not one. SoftHSM says CKR_GENERAL_ERROR.
    static boolean mayBeTampering(long rv) {
        return rv == Ck.CKR_GENERAL_ERROR
                || rv == Ck.CKR_FUNCTION_FAILED
                || rv == Ck.CKR_ENCRYPTED_DATA_INVALID
                || rv == Ck.CKR_ENCRYPTED_DATA_LEN_RANGE
                || rv == Ck.CKR_WRAPPED_KEY_INVALID
                || rv == Ck.CKR_WRAPPED_KEY_LEN_RANGE;
    }

    /// Whether the token refused the PIN: trying again would lock it.
    static boolean isPinRefused(long rv) {
        return rv == Ck.CKR_PIN_INCORRECT
                || rv == Ck.CKR_PIN_INVALID
                || rv == Ck.CKR_PIN_LEN_RANGE
                || rv == Ck.CKR_PIN_EXPIRED
                || rv == Ck.CKR_PIN_LOCKED
                || rv == Ck.CKR_USER_PIN_NOT_INITIALIZED;
    }

    /// @throws Fault `UNAVAILABLE` for a loss, `INTERNAL` for anything else
    static void check(String function, long rv) {
        if (rv != Ck.CKR_OK) {
            throw fault(function, rv);
        }
    }

    static Fault fault(String function, long rv) {
        Fault.Kind kind = isLoss(rv) ? Fault.Kind.UNAVAILABLE : Fault.Kind.INTERNAL;
        return new Fault(
                kind, "%s answered CKR 0x%X: see PKCS#11 2.40 §5.1".formatted(function, rv));
    }
}
