package io.lapwing.platform;

import io.lapwing.service.Json;
import io.lapwing.service.people.PasskeyQuestion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a browser is told to ask an authenticator, as `PublicKeyCredential.parseCreationOptionsFromJSON` and
/// `parseRequestOptionsFromJSON` read it (WebAuthn level 3 §5.1.8, §5.1.9).
final class PasskeyOptions {
    private static final Json JSON = Json.strict().build();
    private static final int TIMEOUT_MS = 300_000;
    private static final String REQUIRED = "required";

    private PasskeyOptions() {}

    record Party(String id, String name) {}

    record User(String id, String name, String displayName) {}

    record Parameter(String type, long alg) {}

    record Credential(String type, String id) {}

    record Selection(String residentKey, String userVerification) {}

    record Creation(
            Party rp,
            User user,
            String challenge,
            List<Parameter> pubKeyCredParams,
            int timeout,
            List<Credential> excludeCredentials,
            Selection authenticatorSelection,
            String attestation) {}

    record Get(
            String challenge,
            int timeout,
            String rpId,
            List<Credential> allowCredentials,
            String userVerification) {}

    static String toCreate(PasskeyQuestion question) {
        return text(
                new Creation(
                        new Party(question.relyingPartyId(), question.relyingPartyName()),
                        new User(question.userHandle(), question.userName(), question.userName()),
                        question.challenge(),
                        question.algorithms().stream()
                                .map(algorithm -> new Parameter("public-key", algorithm))
                                .toList(),
                        TIMEOUT_MS,
                        credentials(question),
                        new Selection("preferred", REQUIRED),
                        "none"));
    }

    static String toGet(PasskeyQuestion question) {
        return text(
                new Get(
                        question.challenge(),
                        TIMEOUT_MS,
                        question.relyingPartyId(),
                        credentials(question),
                        REQUIRED));
    }

    private static List<Credential> credentials(PasskeyQuestion question) {
        return question.credentials().stream().map(id -> new Credential("public-key", id)).toList();
    }

    private static String text(Object options) {
        return new String(JSON.write(options).toArray(), StandardCharsets.UTF_8);
    }
}
