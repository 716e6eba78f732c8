package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// By what a user proves who he is, as it is stored: nothing in it lets anyone in.
///
/// @param password an Argon2id hash in PHC string form
/// @param recovery SHA-256 of each recovery code that is left
/// @param subject who he is at an OpenID provider: SHA-256 of issuer and `sub`
record Means(
        Optional<String> password,
        Optional<TotpSeed> totp,
        List<Passkey> passkeys,
        List<Bytes> recovery,
        Optional<Invite> invite,
        Optional<Bytes> subject) {
    static final Means NONE =
            new Means(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());

    Means {
        passkeys = List.copyOf(passkeys);
        recovery = List.copyOf(recovery);
    }

    /// From what the secret of one-time codes is derived, and the last time step whose code was taken.
    record TotpSeed(Bytes salt, long lastStep) {}

    /// A code that was given out.
    ///
    /// @param hash SHA-256 of it
    record Invite(Bytes hash, Instant until) {}

    boolean hasSecondFactor() {
        return totp.isPresent() || !passkeys.isEmpty();
    }

    /// The means without one of the passkeys.
    ///
    /// @param handle as in [KnownPasskey#id()]
    /// @throws Fault `NOT_FOUND` when there is none, `CONFLICT` when it is the last second factor
    Means withoutPasskey(String handle) {
        List<Passkey> left =
                passkeys.stream().filter(key -> !key.known().id().equals(handle)).toList();
        if (left.size() == passkeys.size()) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no such passkey");
        }
        Means next = withPasskeys(left);
        if (!next.hasSecondFactor()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "this passkey is the last second factor: set up another one first");
        }
        return next;
    }

    Set<Person.Factor> factors() {
        Set<Person.Factor> factors = EnumSet.noneOf(Person.Factor.class);
        password.ifPresent(_ -> factors.add(Person.Factor.PASSWORD));
        totp.ifPresent(_ -> factors.add(Person.Factor.TOTP));
        if (!passkeys.isEmpty()) {
            factors.add(Person.Factor.WEBAUTHN);
        }
        if (!recovery.isEmpty()) {
            factors.add(Person.Factor.RECOVERY);
        }
        subject.ifPresent(_ -> factors.add(Person.Factor.OIDC));
        return factors;
    }

    Means withPassword(String phc) {
        return new Means(Optional.of(phc), totp, passkeys, recovery, Optional.empty(), subject);
    }

    Means withTotp(TotpSeed seed) {
        return new Means(password, Optional.of(seed), passkeys, recovery, invite, subject);
    }

    Means withPasskeys(List<Passkey> keys) {
        return new Means(password, totp, keys, recovery, invite, subject);
    }

    Means withRecovery(List<Bytes> hashes) {
        return new Means(password, totp, passkeys, hashes, invite, subject);
    }

    Means withInvite(Invite code) {
        return new Means(password, totp, passkeys, recovery, Optional.of(code), subject);
    }

    Means withSubject(Optional<Bytes> hash) {
        return new Means(password, totp, passkeys, recovery, invite, hash);
    }
}
