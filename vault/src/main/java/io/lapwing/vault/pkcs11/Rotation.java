package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes wrapping keys, and opens older ones so that what they wrapped can be wrapped anew.
///
/// A wrapping key unwraps only keys that can never be wrapped again: that is what keeps root keys inside. So that its
/// keys can still move to a newer version, each wrapping key has a rotation copy in the token: a data object with its
/// RFC 3394 ciphertext under the operator's rotation secret. Whoever holds the PIN alone can do nothing with it.
final class Rotation {
    static final int SECRET_BYTES = 32;

    private final TokenSession session;
    private final Optional<Supplier<Secret>> source;

    Rotation(TokenSession session, Optional<Supplier<Secret>> source) {
        this.session = session;
        this.source = source;
    }

    /// Makes a wrapping key and its rotation copy.
    ///
    /// A module may show an object before it is whole: SoftHSM writes the label first and the key itself after it. A
    /// process killed in between would leave a version that opens nothing, so the key gets the label of a wrapping key
    /// when all else of it is there. What an interrupted attempt left is removed by the next.
    ///
    /// @return the token object and the copy
    Made make(int version) {
        long rotationKey = rotationKey();
        long fresh = session.generate(Templates.NEW_WRAPPING_KEY);
        try (Arena arena = Arena.ofConfined()) {
            Bytes copy = session.wrap(rotationKey, fresh);
            removeUnfinished();
            destroyCopies(version);
            session.create(Templates.data(arena, Templates.ROTATION + version, copy));
            long key =
                    session.unwrap(
                            rotationKey, copy, Templates.unfinishedWrappingKey(arena, version));
            session.set(key, Templates.finished(arena));
            return new Made(key, copy);
        } finally {
            session.discard(fresh);
            session.discard(rotationKey);
        }
    }

    /// A wrapping key in the token, and its rotation copy's content.
    record Made(long key, Bytes copy) {}

    /// An object that opens what a version wrapped, so that it can be wrapped anew. The caller destroys it.
    ///
    /// @param copy the version's rotation copy
    /// @throws Fault `FORBIDDEN` without the rotation secret, `TAMPERED` when it does not open the copy
    long opener(Bytes copy) {
        long rotationKey = rotationKey();
        try {
            return session.unwrap(rotationKey, copy, Templates.OPENER);
        } finally {
            session.discard(rotationKey);
        }
    }

    /// The content of a version's rotation copy.
    ///
    /// @return empty when the token holds none, or several
    static Optional<Bytes> copy(TokenSession session, int version) {
        List<Long> found = KeyRing.all(session, Ck.CKO_DATA, Templates.ROTATION + version);
        return found.size() == 1
                ? Optional.of(session.attribute(found.getFirst(), Ck.CKA_VALUE))
                : Optional.empty();
    }

    /// Destroys a wrapping key with its rotation copy.
    void destroy(int version, long object) {
        destroyCopies(version);
        session.destroy(object);
    }

    private void destroyCopies(int version) {
        KeyRing.all(session, Ck.CKO_DATA, Templates.ROTATION + version).forEach(session::destroy);
    }

    private void removeUnfinished() {
        KeyRing.all(session, Ck.CKO_SECRET_KEY, Templates.UNFINISHED).forEach(session::destroy);
    }

    private long rotationKey() {
        Supplier<Secret> supplier =
                source.orElseThrow(() ->
                        new Fault(
                                Fault.Kind.FORBIDDEN,
                                "no rotation secret: give its file to create, rotate or re-wrap"));
        try (Secret secret = supplier.get();
                Arena arena = Arena.ofConfined()) {
            if (secret.length() != SECRET_BYTES) {
                throw Fault.badInput(
                        "rotation secret of %d bytes: want %d"
                                .formatted(secret.length(), SECRET_BYTES));
            }
            return session.create(Templates.rotationKey(arena, secret));
        }
    }
}
