package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.util.Arrays;
import java.util.Optional;

/// What a response code means (Part 2, TPM_RC): its name, the kind of fault, and what to do.
enum ResponseCode {
    // Format zero: the whole code.
    INITIALIZE(0x100, Fault.Kind.UNAVAILABLE, Texts.RESET),
    FAILURE(0x101, Fault.Kind.UNAVAILABLE, "the TPM failed its self-test: switch it off and on"),
    AUTH_TYPE(0x124, Fault.Kind.FORBIDDEN, Texts.NEEDS_POLICY),
    AUTH_MISSING(0x125, Fault.Kind.INTERNAL, "a handle came without authorization"),
    AUTH_UNAVAILABLE(0x12F, Fault.Kind.FORBIDDEN, Texts.NEEDS_POLICY),
    PCR_CHANGED(0x128, Fault.Kind.CONFLICT, "a PCR changed after the policy was met: try again"),
    REBOOT(0x130, Fault.Kind.UNAVAILABLE, "the TPM wants a restart of the machine"),
    COMMAND_CODE(0x143, Fault.Kind.NOT_FOUND, "this TPM does not have the command"),
    NV_RANGE(0x146, Fault.Kind.BAD_INPUT, "beyond the end of the NV index"),
    NV_AUTHORIZATION(0x149, Fault.Kind.FORBIDDEN, "the NV index does not allow it so"),
    NV_UNINITIALIZED(0x14A, Fault.Kind.CONFLICT, "the NV index was never written: write first"),
    NV_SPACE(0x14B, Fault.Kind.EXHAUSTED, "no room for another NV index: undefine one"),
    NV_DEFINED(0x14C, Fault.Kind.CONFLICT, "the NV index exists: take another"),

    // Warnings: the whole code.
    CONTEXT_GAP(0x901, Fault.Kind.EXHAUSTED, "a saved session is too old: open the TPM again"),
    OBJECT_MEMORY(0x902, Fault.Kind.EXHAUSTED, Texts.SLOTS),
    SESSION_MEMORY(0x903, Fault.Kind.EXHAUSTED, Texts.SESSIONS),
    MEMORY(0x904, Fault.Kind.EXHAUSTED, Texts.SLOTS),
    SESSION_HANDLES(0x905, Fault.Kind.EXHAUSTED, Texts.SESSIONS),
    OBJECT_HANDLES(0x906, Fault.Kind.EXHAUSTED, Texts.SLOTS),
    LOCALITY(0x907, Fault.Kind.FORBIDDEN, "not in this locality"),
    YIELDED(0x908, Fault.Kind.UNAVAILABLE, Texts.BUSY),
    CANCELED(0x909, Fault.Kind.UNAVAILABLE, "somebody cancelled the command: try again"),
    TESTING(0x90A, Fault.Kind.UNAVAILABLE, Texts.BUSY),
    REFERENCE_H0(0x910, Fault.Kind.UNAVAILABLE, Texts.LOST),
    REFERENCE_H1(0x911, Fault.Kind.UNAVAILABLE, Texts.LOST),
    REFERENCE_H2(0x912, Fault.Kind.UNAVAILABLE, Texts.LOST),
    REFERENCE_S0(0x918, Fault.Kind.UNAVAILABLE, Texts.LOST),
    REFERENCE_S1(0x919, Fault.Kind.UNAVAILABLE, Texts.LOST),
    REFERENCE_S2(0x91A, Fault.Kind.UNAVAILABLE, Texts.LOST),
    NV_RATE(0x920, Fault.Kind.UNAVAILABLE, "NV memory is written too often: wait some seconds"),
    LOCKOUT(
            0x921,
            Fault.Kind.EXHAUSTED,
            "locked after too many wrong authorizations: wait for its recovery time, or reset with the lockout authorization"),
    RETRY(0x922, Fault.Kind.UNAVAILABLE, Texts.BUSY),
    NV_UNAVAILABLE(0x923, Fault.Kind.UNAVAILABLE, "NV memory cannot be written now: try later"),

    // Format one: without the number of the handle, session or parameter.
    ASYMMETRIC(0x081, Fault.Kind.BAD_INPUT, "this TPM does not have the asymmetric algorithm"),
    ATTRIBUTES(0x082, Fault.Kind.FORBIDDEN, "the attributes of the key or session do not allow it"),
    HASH(0x083, Fault.Kind.BAD_INPUT, "this TPM does not have the hash"),
    VALUE(0x084, Fault.Kind.BAD_INPUT, Texts.VALUE),
    HIERARCHY(0x085, Fault.Kind.FORBIDDEN, "the hierarchy is switched off or not the right one"),
    KEY_SIZE(0x087, Fault.Kind.BAD_INPUT, "this TPM does not have the key size"),
    MODE(0x089, Fault.Kind.BAD_INPUT, "this TPM does not have the mode"),
    TYPE(0x08A, Fault.Kind.BAD_INPUT, "not an object of the right type"),
    HANDLE(0x08B, Fault.Kind.UNAVAILABLE, Texts.LOST),
    KDF(0x08C, Fault.Kind.BAD_INPUT, "this TPM does not have the key derivation"),
    RANGE(0x08D, Fault.Kind.BAD_INPUT, Texts.VALUE),
    AUTH_FAIL(
            0x08E,
            Fault.Kind.UNAUTHENTICATED,
            "the authorization is wrong; enough wrong ones lock the TPM: give the right one"),
    NONCE(0x08F, Fault.Kind.INTERNAL, "a nonce of the wrong size"),
    SCHEME(0x092, Fault.Kind.BAD_INPUT, "the key does not do that scheme"),
    SIZE(0x095, Fault.Kind.BAD_INPUT, "a size that does not fit this TPM's keys"),
    SYMMETRIC(0x096, Fault.Kind.BAD_INPUT, "this TPM does not have the symmetric algorithm"),
    TAG(0x097, Fault.Kind.BAD_INPUT, "a structure of another type"),
    SELECTOR(0x098, Fault.Kind.BAD_INPUT, "a structure of another type"),
    INSUFFICIENT(0x09A, Fault.Kind.BAD_INPUT, "a structure that ends too early"),
    SIGNATURE(0x09B, Fault.Kind.TAMPERED, "the signature is not of that key over that"),
    KEY(0x09C, Fault.Kind.BAD_INPUT, "the key does not fit the operation"),
    POLICY_FAIL(0x09D, Fault.Kind.FORBIDDEN, "the key's policy is not met"),
    INTEGRITY(0x09F, Fault.Kind.TAMPERED, "not what was wrapped for this key, or altered"),
    TICKET(0x0A0, Fault.Kind.TAMPERED, "the ticket is not of this TPM"),
    BAD_AUTH(0x0A2, Fault.Kind.UNAUTHENTICATED, "the authorization is wrong: give the right one"),
    EXPIRED(0x0A3, Fault.Kind.FORBIDDEN, "the policy's time is over"),
    POLICY_CC(0x0A4, Fault.Kind.FORBIDDEN, "the key's policy is for another command"),
    BINDING(0x0A5, Fault.Kind.TAMPERED, "the public and the private part are not of one key"),
    CURVE(0x0A6, Fault.Kind.BAD_INPUT, "this TPM does not have the curve"),
    ECC_POINT(0x0A7, Fault.Kind.BAD_INPUT, "not a point of the curve");

    static final int SUCCESS = 0;

    /// What several codes say.
    private static final class Texts {
        static final String RESET =
                "the TPM was reset while it was open; its keys here are gone: open it again";
        static final String LOST =
                "it is no longer loaded: the TPM was reset, or somebody else flushed it: open the TPM again";
        static final String NEEDS_POLICY = "the entity wants a policy, not a password";
        static final String BUSY = "the TPM is busy and stays so: try later";
        static final String SLOTS =
                "no slot for another object: somebody else holds them; use /dev/tpmrm0, or end the other user";
        static final String SESSIONS =
                "no slot for another session: somebody else holds them; use /dev/tpmrm0, or end the other user";
        static final String VALUE = "a value that this TPM does not take";
    }

    /// Format one has bit 7 set (Part 2, "Response code formats").
    private static final int FORMAT_ONE = 0x080;

    private static final int FORMAT_ONE_ERROR = 0x0BF;
    private static final int PARAMETER = 0x040;
    private static final int SESSION = 0x800;

    private final int number;
    private final Fault.Kind kind;
    private final String remedy;

    ResponseCode(int number, Fault.Kind kind, String remedy) {
        this.number = number;
        this.kind = kind;
        this.remedy = remedy;
    }

    int number() {
        return number;
    }

    /// Whether the same command may be sent again as it is (Part 2, TPM_RC: RC_WARN).
    static boolean asksAgain(int code) {
        return code == RETRY.number || code == YIELDED.number || code == TESTING.number;
    }

    private static Optional<ResponseCode> of(int code) {
        int number = (code & FORMAT_ONE) == 0 ? code : code & FORMAT_ONE_ERROR;
        return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
    }

    /// The fault that a code other than success is.
    static Fault fault(CommandCode command, int code) {
        String answered = "%s answered 0x%03X".formatted(command, code);
        return of(code).map(known ->
                        new Fault(
                                known.kind,
                                "%s, TPM_RC_%s%s: %s"
                                        .formatted(
                                                answered, known.name(), place(code), known.remedy)))
                .orElseGet(() ->
                        new Fault(
                                Fault.Kind.INTERNAL,
                                answered + ": see TPM_RC in TPM 2.0 Library, part 2"));
    }

    /// Of which handle, session or parameter a code of format one speaks.
    private static String place(int code) {
        if ((code & FORMAT_ONE) == 0) {
            return "";
        }
        int which = code >>> 8;
        if ((code & PARAMETER) != 0) {
            return " of parameter " + (which & 0xf);
        }
        return (code & SESSION) != 0
                ? " of session " + (which & 0x7)
                : " of handle " + (which & 0x7);
    }
}
