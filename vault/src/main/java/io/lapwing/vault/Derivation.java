package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/// Secrets of the platform's own from a key that stays in the vault: AES-CMAC as the pseudo-random function of NIST
/// SP 800-108r1 §4.1, counter mode.
public final class Derivation {
    /// What begins each message, so that none is one that the same key signs for an anchor.
    private static final Bytes TITLE =
            Bytes.of("LAPWING DERIVE 1\n".getBytes(StandardCharsets.US_ASCII));

    /// Octets of a secret: two blocks.
    private static final int LENGTH_BYTES = 32;

    private static final int MAX_PURPOSE_LENGTH = 64;

    private Derivation() {}

    /// The secret for a purpose and a context.
    ///
    /// @param cmac AES-CMAC under the key
    /// @return 32 octets
    public static Secret of(UnaryOperator<Bytes> cmac, String purpose, Bytes context) {
        if (!purpose.matches("[a-z][a-z0-9-]*") || purpose.length() > MAX_PURPOSE_LENGTH) {
            throw Fault.badInput(
                    "purpose of a secret: want 1 to 64 of a-z, 0-9 and -, a letter first");
        }
        Bytes label = Bytes.of(purpose.getBytes(StandardCharsets.US_ASCII));
        Bytes rest =
                Bytes.concat(
                        label, Bytes.of(0), context, Bytes.of(0, 0, (LENGTH_BYTES * 8) >> 8, 0));
        byte[] first = cmac.apply(Bytes.concat(TITLE, Bytes.of(1), rest)).toArray();
        byte[] second = cmac.apply(Bytes.concat(TITLE, Bytes.of(2), rest)).toArray();
        byte[] both = new byte[LENGTH_BYTES];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        java.util.Arrays.fill(first, (byte) 0);
        java.util.Arrays.fill(second, (byte) 0);
        return Secret.take(both);
    }
}
