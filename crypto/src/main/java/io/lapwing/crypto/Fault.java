package io.lapwing.crypto;

/// The one exception of the product: what kind of thing went wrong, and a message that gives the value, the limit
/// and the remedy. It never carries a secret. A refusal that one expects is a result of its own type, not a fault.
///
/// Kinds become HTTP, Backend Interfaces or exit codes in one place each, at the edge.
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What kind of fault it is.
    public enum Kind {
        /// The caller's input breaks a rule; sending it again changes nothing.
        BAD_INPUT,
        /// Who the caller is was not shown.
        UNAUTHENTICATED,
        /// The caller is known and may not do this.
        FORBIDDEN,
        /// There is no such thing.
        NOT_FOUND,
        /// Someone else changed it first, or its state does not allow the step.
        CONFLICT,
        /// A check over stored or received data failed: it is not what was written.
        TAMPERED,
        /// A counter, a quota or a queue is at its bound.
        EXHAUSTED,
        /// A part that is needed does not answer now; later it may.
        UNAVAILABLE,
        /// A defect of the product.
        INTERNAL
    }

    private final Kind kind;

    public Fault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Fault(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public static Fault badInput(String message) {
        return new Fault(Kind.BAD_INPUT, message);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? kind.name() : message;
    }
}
