package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;

/// A [KeyGuard] over one key in this process: each wrapped key is under a key of its own, derived for its binding.
///
/// @param key 32 octets, closed by who made it
public record SoftwareGuard(Aes aes, Secret key) implements KeyGuard {
    private static final int WRAPPING_BYTES = 16;

    @Override
    public Bytes wrap(Bytes binding, Secret plain) {
        try (Secret wrapping = wrapping(binding)) {
            return aes.wrap(wrapping, plain);
        }
    }

    @Override
    public Secret unwrap(Bytes binding, Bytes wrapped) {
        try (Secret wrapping = wrapping(binding)) {
            return aes.unwrap(wrapping, wrapped);
        }
    }

    private Secret wrapping(Bytes binding) {
        try (Secret derived = SoftwareKey.hmac(key, binding)) {
            Secret wrapping = Secret.allocate(WRAPPING_BYTES);
            derived.use(octets -> wrapping.segment().copyFrom(octets.asSlice(0, WRAPPING_BYTES)));
            return wrapping;
        }
    }
}
