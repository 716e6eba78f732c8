package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.random.RandomGenerator;

/// A number used once: what makes a run of one side fresh.
///
/// @param octets 8
record Nonce(Bytes octets) {
    static final int LENGTH_BYTES = 8;

    Nonce {
        if (octets.length() != LENGTH_BYTES) {
            throw Fault.badInput("nonce of " + octets.length() + " bytes: want " + LENGTH_BYTES);
        }
    }

    static Nonce from(RandomGenerator random) {
        byte[] octets = new byte[LENGTH_BYTES];
        random.nextBytes(octets);
        return new Nonce(Bytes.of(octets));
    }
}
