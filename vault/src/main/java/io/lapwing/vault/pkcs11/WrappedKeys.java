package io.lapwing.vault.pkcs11;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.BindingTag;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.WrappedKey;

/// Wraps keys for their rows and opens them again, in one session.
final class WrappedKeys {
    private WrappedKeys() {}

    /// The stored form of an extractable key object, under the newest wrapping key.
    static WrappedKey seal(Seat seat, long key, KeyBinding binding) {
        int version = seat.keys().newest();
        Bytes ciphertext = seat.session().wrap(seat.keys().wrapping(version), key);
        Bytes tag = seat.bindingTag(BindingTag.message(version, binding, ciphertext));
        return new WrappedKey(version, ciphertext, tag);
    }

    /// A session object of the template.
    ///
    /// @throws Fault `TAMPERED` unless the key was wrapped for exactly this binding, `NOT_FOUND` when its wrapping key
    ///     was destroyed
    static long open(Seat seat, WrappedKey wrapped, KeyBinding binding, Template template) {
        requireBound(seat, wrapped, binding);
        return seat.session()
                .unwrap(wrappingKey(seat, wrapped.version()), wrapped.ciphertext(), template);
    }

    /// Checks the binding tag.
    static void requireBound(Seat seat, WrappedKey wrapped, KeyBinding binding) {
        Bytes message = BindingTag.message(wrapped.version(), binding, wrapped.ciphertext());
        BindingTag.require(wrapped, seat.bindingTag(message));
    }

    private static long wrappingKey(Seat seat, int version) {
        if (version > seat.keys().newest()) {
            // The tag is true, so another process of this vault has rotated since: connecting again
            // finds its key.
            seat.session().giveUp();
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "vault key version %d is newer than the newest known here, %d: try again"
                            .formatted(version, seat.keys().newest()));
        }
        return seat.keys().wrapping(version);
    }
}
