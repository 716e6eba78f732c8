package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.people.Passkey;
import io.lapwing.service.people.Passkeys;
import io.lapwing.service.people.PeopleConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Any octets are an authenticator's answer that holds or does not: nothing else ever happens. A credential that was taken
/// can be asked, and an answer is taken only with a counter that rose.
///
/// The first octet says what the others are: an attestation object, authenticator data, which are signed here (what they do
/// lies behind the signature, where chance never comes), client data, or the whole answer.
public final class PasskeyFuzz {
    private static final Bytes CHALLENGE = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    private static final String CREATE = "webauthn.create";
    private static final String GET = "webauthn.get";
    private static final int COUNTER = 7;

    private static final int ATTESTATION = 0;
    private static final int DATA = 1;
    private static final int CLIENT_DATA = 2;
    private static final int WHOLE = 3;

    // Jazzer calls a static method; nothing of an input stays in it.
    private static final Passkeys PASSKEYS =
            new Passkeys(new PeopleConfig(SoftAuthenticator.ORIGIN, "Lapwing"));
    private static final Passkey KNOWN = known();

    private PasskeyFuzz() {}

    private static Passkey known() {
        Passkey made =
                PASSKEYS.registered(
                                SoftAuthenticator.created(
                                        client(CREATE), SoftAuthenticator.attestation()),
                                CHALLENGE)
                        .orElseThrow();
        return new Passkey(made.id(), made.data(), made.backupEligible(), COUNTER, made.since());
    }

    private static Bytes client(String type) {
        return SoftAuthenticator.clientData(type, SoftAuthenticator.base64(CHALLENGE));
    }

    private static Bytes data(int counter) {
        return SoftAuthenticator.data(SoftAuthenticator.VERIFIED, counter);
    }

    static List<Bytes> seeds() {
        Bytes attestation = SoftAuthenticator.attestation();
        return List.of(
                seed(ATTESTATION, attestation),
                seed(DATA, data(COUNTER + 1)),
                seed(DATA, data(COUNTER)),
                seed(CLIENT_DATA, client(CREATE)),
                seed(CLIENT_DATA, client(GET)),
                seed(WHOLE, text(SoftAuthenticator.created(client(CREATE), attestation))),
                seed(WHOLE, text(SoftAuthenticator.got(client(GET), data(COUNTER + 1)))));
    }

    private static Bytes text(String text) {
        return Samples.text(text);
    }

    private static Bytes seed(int kind, Bytes octets) {
        return Bytes.concat(Bytes.of(kind), octets);
    }

    /// For Jazzer: what stands above is made before the first input, whose time is taken.
    public static void fuzzerInitialize() {}

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        if (octets.length > 0) {
            Bytes rest = Bytes.of(octets).slice(1, octets.length);
            switch (octets[0] & WHOLE) {
                case ATTESTATION -> registered(SoftAuthenticator.created(client(CREATE), rest));
                case DATA -> answered(SoftAuthenticator.got(client(GET), rest));
                case CLIENT_DATA -> {
                    registered(SoftAuthenticator.created(rest, SoftAuthenticator.attestation()));
                    answered(SoftAuthenticator.got(rest, data(COUNTER + 1)));
                }
                default -> {
                    String whole = new String(rest.toArray(), StandardCharsets.UTF_8);
                    registered(whole);
                    answered(whole);
                }
            }
        }
    }

    private static void registered(String answer) {
        Optional<Passkey> made = PASSKEYS.registered(answer, CHALLENGE);
        made.ifPresent(key -> {
            String asked = SoftAuthenticator.got(client(GET), data(COUNTER));
            Optional<Passkey> _ = PASSKEYS.answered(asked, CHALLENGE, List.of(key));
        });
    }

    private static void answered(String answer) {
        Optional<Passkey> next = PASSKEYS.answered(answer, CHALLENGE, List.of(KNOWN));
        // level 3 §7.2, step 22: an authenticator without a counter says 0; this one has one
        if (next.filter(key -> key.counter() <= COUNTER).isPresent()) {
            throw new AssertionError("a copy of the authenticator was taken");
        }
    }

    /// For the test of the seeds.
    static boolean holds(Bytes seed) {
        Bytes rest = seed.slice(1, seed.length());
        return switch (seed.at(0)) {
            case ATTESTATION ->
                    PASSKEYS.registered(SoftAuthenticator.created(client(CREATE), rest), CHALLENGE)
                            .isPresent();
            case DATA ->
                    PASSKEYS.answered(
                                    SoftAuthenticator.got(client(GET), rest),
                                    CHALLENGE,
                                    List.of(KNOWN))
                            .isPresent();
            default -> false;
        };
    }
}
