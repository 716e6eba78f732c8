package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.service.Pem;
import io.lapwing.service.SecretReference;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.people.OpenIdProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// The OpenID provider at which users may sign in, the table `console.openid`.
///
/// @param issuer as the provider names itself: `https://login.example/realms/main`
/// @param clientId what it knows this installation as
/// @param clientSecret which it gave; PKCE alone by default
/// @param algorithms of its ID tokens, of RS256, ES256 and EdDSA; `RS256` by default, which every provider has
/// @param label what the button says
/// @param subjectClaim by which users are linked; `sub` by default
/// @param group to which one must belong there; none by default
/// @param groupClaim where the ID token has it; `groups` by default
/// @param hosts where its endpoints lie beside the issuer's own host
/// @param authorities a file (PEM) of the authorities that are trusted; those of the Java runtime by default
record OpenIdConfig(
        String issuer,
        String clientId,
        Optional<SecretReference> clientSecret,
        Optional<List<String>> algorithms,
        Optional<String> label,
        Optional<String> subjectClaim,
        Optional<String> group,
        Optional<String> groupClaim,
        Optional<List<String>> hosts,
        Optional<Path> authorities) {
    /// Where the provider sends browsers back to, below the origin.
    static final String RETURN = "/sign-in/openid/return";

    private static final int MAX_LABEL_LENGTH = 40;

    OpenIdConfig {
        if (label.filter(text -> text.isBlank() || text.length() > MAX_LABEL_LENGTH).isPresent()) {
            throw Fault.badInput("label: want 1 to " + MAX_LABEL_LENGTH + " characters");
        }
        if (groupClaim.isPresent() && group.isEmpty()) {
            throw Fault.badInput("group-claim: want group too");
        }
        OpenIdProvider _ =
                new OpenIdProvider(
                        issuer,
                        new OpenIdProvider.Client(
                                clientId, Optional.empty(), URI.create("https://localhost/")),
                        algorithms(algorithms),
                        hosts(hosts),
                        claims(subjectClaim, group, groupClaim));
    }

    private static Set<String> algorithms(Optional<List<String>> named) {
        return Set.copyOf(named.orElse(List.of("RS256")));
    }

    private static Set<String> hosts(Optional<List<String>> named) {
        return Set.copyOf(named.orElse(List.of()));
    }

    private static OpenIdProvider.Claims claims(
            Optional<String> subject, Optional<String> group, Optional<String> groupClaim) {
        return new OpenIdProvider.Claims(
                subject.orElse(OpenIdProvider.SUBJECT),
                group.map(name -> new OpenIdProvider.Group(groupClaim.orElse("groups"), name)));
    }

    /// What the button says.
    String button() {
        return label.orElse("Sign in with your organization");
    }

    /// The provider, with the secret read.
    ///
    /// @param origin of the console
    OpenIdProvider provider(String origin, Map<String, String> environment) {
        Optional<Secret> secret = clientSecret.map(reference -> reference.read(environment));
        return new OpenIdProvider(
                issuer,
                new OpenIdProvider.Client(clientId, secret, URI.create(origin + RETURN)),
                algorithms(algorithms),
                hosts(hosts),
                claims(subjectClaim, group, groupClaim));
    }

    SSLContext tls() {
        return TlsContexts.trusting(authorities.map(Pem::certificates).orElse(List.of()));
    }
}
