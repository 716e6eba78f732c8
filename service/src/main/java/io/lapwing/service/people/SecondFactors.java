package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One-time codes, recovery codes and passkeys: each proof says what the means become by being used, so that the
/// compare-and-set of the row makes it the only use.
final class SecondFactors {
    /// The most passkeys of one user.
    static final int MAX_PASSKEYS = 10;

    private static final String TOTP_PURPOSE = "totp";
    private static final String HANDLE_PURPOSE = "webauthn-user";
    private static final int SALT_BYTES = 16;
    private static final int CHALLENGE_BYTES = 32;

    private final SecretSource secrets;
    private final Passkeys passkeys;
    private final PeopleConfig config;
    private final InstantSource clock;

    SecondFactors(SecretSource secrets, PeopleConfig config, InstantSource clock) {
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
        passkeys = new Passkeys(config);
    }

    /// The means after a proof was used; empty when it does not hold.
    interface Proof {
        Optional<Means> of(PersonRow row);
    }

    Optional<Means> totp(PersonRow row, String code) {
        Means means = row.means();
        return means.totp().flatMap(seed -> step(row.id(), seed, code).map(means::withTotp));
    }

    private Optional<Means.TotpSeed> step(PersonId id, Means.TotpSeed seed, String code) {
        try (Secret key = secrets.derive(TOTP_PURPOSE, context(id, seed.salt()))) {
            OptionalLong step = Totp.accepted(key, code, clock.instant(), seed.lastStep());
            return step.isPresent()
                    ? Optional.of(new Means.TotpSeed(seed.salt(), step.getAsLong()))
                    : Optional.empty();
        }
    }

    Optional<Means> recovery(PersonRow row, String code) {
        return RecoveryCodes.without(row.means().recovery(), code).map(row.means()::withRecovery);
    }

    Optional<Means> passkey(PersonRow row, String answer, Bytes challenge) {
        List<Passkey> known = row.means().passkeys();
        return passkeys.answered(answer, challenge, known)
                .map(used ->
                        row.means()
                                .withPasskeys(
                                        known.stream()
                                                .map(one -> one.id().equals(used.id()) ? used : one)
                                                .toList()));
    }

    TotpEnrolment proposal(Flow flow) {
        Bytes salt = flow.proposed().orElseGet(() -> Handle.octets(SALT_BYTES));
        flow.propose(salt);
        try (Secret key = secrets.derive(TOTP_PURPOSE, context(flow.person(), salt))) {
            String uri = Totp.uri(key, config.name(), flow.person().name());
            return new TotpEnrolment(Totp.base32(key), uri, QrPicture.svg(uri));
        }
    }

    Optional<Means> confirmedTotp(Flow flow, PersonRow row, String code) {
        return flow.proposed()
                .flatMap(salt -> step(row.id(), new Means.TotpSeed(salt, 0), code))
                .map(row.means()::withTotp);
    }

    PasskeyQuestion question(Flow flow, PersonRow row) {
        Bytes challenge = Handle.octets(CHALLENGE_BYTES);
        flow.ask(challenge);
        return new PasskeyQuestion(
                base64(challenge),
                config.relyingPartyId(),
                config.name(),
                handle(row.id()),
                row.id().name(),
                row.means().passkeys().stream().map(key -> base64(key.id())).toList(),
                Passkeys.ALGORITHMS.stream().map(algorithm -> algorithm.getValue()).toList());
    }

    /// WebAuthn level 3 §14.6.1: nothing that tells of the user.
    private String handle(PersonId id) {
        try (Secret handle = secrets.derive(HANDLE_PURPOSE, context(id, Bytes.EMPTY))) {
            return base64(handle.use(Bytes::of));
        }
    }

    Optional<Means> confirmedPasskey(PersonRow row, String answer, Bytes challenge) {
        List<Passkey> known = row.means().passkeys();
        return passkeys.registered(answer, challenge)
                .filter(made -> known.size() < MAX_PASSKEYS)
                .filter(made -> known.stream().noneMatch(one -> one.id().equals(made.id())))
                .map(made -> {
                    List<Passkey> all = new ArrayList<>(known);
                    all.add(made.at(clock.instant()));
                    return row.means().withPasskeys(all);
                });
    }

    private static Bytes context(PersonId id, Bytes salt) {
        return Bytes.concat(salt, Bytes.of(id.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(Bytes octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
    }
}
