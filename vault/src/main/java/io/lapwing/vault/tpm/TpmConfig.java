package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// How a TPM is opened.
///
/// @param root of which kind its root is: the primary storage key to which the protecting session is salted
/// @param protection of commands and responses on their way
/// @param rootName the root's Name as it was when the TPM was first met, 34 octets; without it any TPM is taken
/// @param ownerAuth what the TPM's owner hierarchy asks for, if it asks for anything; asked for once, at open
/// @param contact how long its first answer may take
/// @param patience how long any other may take: a chip may search for RSA primes for half a minute
public record TpmConfig(
        KeyKind root,
        Protection protection,
        Optional<Bytes> rootName,
        Optional<Supplier<Secret>> ownerAuth,
        Duration contact,
        Duration patience) {
    /// How commands and responses are protected on their way.
    public enum Protection {
        /// Under a salted session: encrypted where the TPM can, authenticated always.
        SESSION,
        /// Not at all, authorizations included, and several times faster with a software TPM: where processor and TPM are
        /// one, or processes on one machine.
        NONE
    }

    public TpmConfig {
        if (contact.isNegative()
                || contact.isZero()
                || patience.isNegative()
                || patience.isZero()) {
            throw Fault.badInput(
                    "TPM may take %s, then %s: want more than nothing"
                            .formatted(contact, patience));
        }
    }

    /// An ECC root, protected, any TPM, no owner authorization, 5 s for the first answer, 60 s for others.
    public static TpmConfig defaults() {
        return new TpmConfig(
                KeyKind.ECC_P256,
                Protection.SESSION,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    public TpmConfig withRoot(KeyKind kind) {
        return new TpmConfig(kind, protection, rootName, ownerAuth, contact, patience);
    }

    public TpmConfig withProtection(Protection other) {
        return new TpmConfig(root, other, rootName, ownerAuth, contact, patience);
    }

    /// Only the TPM whose root has this Name, see [Tpm#rootName()].
    public TpmConfig expecting(Bytes name) {
        return new TpmConfig(root, protection, Optional.of(name), ownerAuth, contact, patience);
    }

    /// For a TPM whose owner set an authorization.
    ///
    /// @param auth the caller's secret, which is closed with the TPM
    public TpmConfig withOwnerAuth(Supplier<Secret> auth) {
        return new TpmConfig(root, protection, rootName, Optional.of(auth), contact, patience);
    }

    public TpmConfig withTimes(Duration first, Duration others) {
        return new TpmConfig(root, protection, rootName, ownerAuth, first, others);
    }
}
