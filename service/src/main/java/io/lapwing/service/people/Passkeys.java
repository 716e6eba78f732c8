package io.lapwing.service.people;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import io.lapwing.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// WebAuthn (level 3): what an authenticator answers is held against the challenge, the origin and the relying party's ID;
/// the user must have been verified.
public final class Passkeys {
    /// ES256, EdDSA and RS256: what authenticators have.
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(
                    COSEAlgorithmIdentifier.ES256,
                    COSEAlgorithmIdentifier.EdDSA,
                    COSEAlgorithmIdentifier.RS256);

    private static final boolean USER_VERIFICATION = true;

    private final PeopleConfig config;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials =
            new AttestedCredentialDataConverter(converter);

    public Passkeys(PeopleConfig config) {
        this.config = config;
    }

    /// The credential in a browser's answer to a registration (§7.1); empty when the answer does not hold.
    ///
    /// @param answer `PublicKeyCredential.toJSON()`
    public Optional<Passkey> registered(String answer, Bytes challenge) {
        List<PublicKeyCredentialParameters> wanted =
                ALGORITHMS.stream()
                        .map(algorithm ->
                                new PublicKeyCredentialParameters(
                                        PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                        .toList();
        try {
            RegistrationData data =
                    manager.verifyRegistrationResponseJSON(
                            answer,
                            new RegistrationParameters(
                                    server(challenge), wanted, USER_VERIFICATION));
            return Optional.ofNullable(data.getAttestationObject())
                    .map(attestation -> attestation.getAuthenticatorData())
                    .flatMap(authenticator ->
                            Optional.ofNullable(authenticator.getAttestedCredentialData())
                                    .map(key ->
                                            passkey(
                                                    key,
                                                    authenticator.isFlagBE(),
                                                    authenticator.getSignCount())));
        } catch (RuntimeException _) {
            return Optional.empty(); // whatever the library stumbled over: the answer does not hold
        }
    }

    private Passkey passkey(AttestedCredentialData data, boolean eligible, long counter) {
        return new Passkey(
                Bytes.of(data.getCredentialId()),
                Bytes.of(credentials.convert(data)),
                eligible,
                counter,
                Optional.empty());
    }

    /// The credential with its new counter, from a browser's answer to a question (§7.2); empty when the answer does not
    /// hold. A counter that did not rise is a copy of the authenticator, and refused.
    public Optional<Passkey> answered(String answer, Bytes challenge, List<Passkey> known) {
        try {
            Optional<Passkey> key = named(answer, known);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            AuthenticationData verified =
                    manager.verifyAuthenticationResponseJSON(
                            answer,
                            new AuthenticationParameters(
                                    server(challenge), stored(key.get()), null, USER_VERIFICATION));
            return Optional.ofNullable(verified.getAuthenticatorData())
                    .map(authenticator ->
                            new Passkey(
                                    key.get().id(),
                                    key.get().data(),
                                    key.get().backupEligible(),
                                    authenticator.getSignCount(),
                                    key.get().since()));
        } catch (RuntimeException _) {
            return Optional.empty(); // whatever the library stumbled over: the answer does not hold
        }
    }

    /// The credential that the answer says it is of (§5.1, `id`): whether it is, the signature shows.
    private static Optional<Passkey> named(String answer, List<Passkey> known) {
        Bytes document = Bytes.of(answer.getBytes(StandardCharsets.UTF_8));
        return PersonRow.JSON
                .peek(document, "id")
                .map(text -> Bytes.of(Base64.getUrlDecoder().decode(text)))
                .flatMap(id -> known.stream().filter(one -> one.id().equals(id)).findFirst());
    }

    private CredentialRecord stored(Passkey key) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                key.backupEligible(),
                false,
                key.counter(),
                credentials.convert(key.data().toArray()),
                null,
                null,
                null,
                Set.of());
    }

    private ServerProperty server(Bytes challenge) {
        return ServerProperty.builder()
                .origin(new Origin(config.origin()))
                .rpId(config.relyingPartyId())
                .challenge(new DefaultChallenge(challenge.toArray()))
                .build();
    }
}
