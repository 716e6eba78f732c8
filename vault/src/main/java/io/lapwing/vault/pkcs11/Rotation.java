package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
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
    /// @return the token object
    long make(int version) {
        long rotationKey = rotationKey();
        long fresh = session.generate(Templates.NEW_WRAPPING_KEY);
        try (Arena arena = Arena.ofConfined()) {
            Bytes copy = session.wrap(rotationKey, fresh);
            destroyCopies(version);
            session.create(Templates.data(arena, Templates.ROTATION + version, copy));
            return session.unwrap(rotationKey, copy, Templates.wrappingKey(arena, version));
        } finally {
            session.discard(fresh);
            session.discard(rotationKey);
        }
    }

    /// An object that opens what a version wrapped, so that it can be wrapped anew. The caller destroys it.
    ///
    /// @throws Fault `FORBIDDEN` without the rotation secret, `TAMPERED` when it does not open the copy
    long opener(int version) {
        long rotationKey = rotationKey();
        try {
            long object = KeyRing.one(session, Ck.CKO_DATA, Templates.ROTATION + version);
            Bytes copy = session.attribute(object, Ck.CKA_VALUE);
            return session.unwrap(rotationKey, copy, Templates.OPENER);
        } finally {
            session.discard(rotationKey);
        }
    }

    /// Destroys a wrapping key with its rotation copy.
    void destroy(int version, long object) {
        destroyCopies(version);
        session.destroy(object);
    }

    private void destroyCopies(int version) {
        KeyRing.all(session, Ck.CKO_DATA, Templates.ROTATION + version).forEach(session::destroy);
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
