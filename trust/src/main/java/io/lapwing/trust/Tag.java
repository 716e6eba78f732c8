package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// What shows that a message comes from a holder of a key: HMAC-SHA-256 cut to 8 octets, as AES-CCM-16-64-128 has them.
///
/// @param octets 8
record Tag(Bytes octets) {
    static final int LENGTH_BYTES = 8;

    Tag {
        if (octets.length() != LENGTH_BYTES) {
            throw Fault.badInput("tag of " + octets.length() + " bytes: want " + LENGTH_BYTES);
        }
    }

    /// The tag over a context: see [Context].
    static Tag of(DerivingKey key, Bytes context) {
        try (var derived = key.derive(context)) {
            return new Tag(derived.use(octets -> Bytes.of(octets.asSlice(0, LENGTH_BYTES))));
        }
    }

    /// Compared in constant time.
    boolean isOver(DerivingKey key, Bytes context) {
        return octets.equals(of(key, context).octets);
    }
}
