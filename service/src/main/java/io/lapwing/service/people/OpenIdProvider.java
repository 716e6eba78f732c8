package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An OpenID provider at which users may sign in.
///
/// @param issuer as it names itself: an https URL without query
/// @param clientId who this installation is to it
/// @param clientSecret by which it knows this installation; absent: PKCE alone
/// @param algorithms of its ID tokens, of [#ALLOWED]
/// @param hosts where its endpoints may lie beside the issuer's own host
/// @param redirect where it sends browsers back to, as it knows it
/// @param newcomers what somebody may do who is not known here; empty: nobody comes in whom no administrator made
public record OpenIdProvider(
        String issuer,
        String clientId,
        Optional<Secret> clientSecret,
        Set<String> algorithms,
        Set<String> hosts,
        URI redirect,
        List<Grant> newcomers) {
    /// Signatures by a private key, RFC 7518 §3.1 and RFC 8037 §3.1: never `none`, and never an HMAC, whose key would be
    /// something public to whoever confuses the two.
    public static final Set<String> ALLOWED = Set.of("ES256", "RS256", "EdDSA");

    public OpenIdProvider {
        algorithms = Set.copyOf(algorithms);
        hosts = Set.copyOf(hosts);
        newcomers = List.copyOf(newcomers);
        requireHttps("issuer", issuer);
        requireHttps("redirect", redirect.toString());
        if (clientId.isBlank()) {
            throw Fault.badInput("OpenID client: want its identifier");
        }
        if (algorithms.isEmpty() || !ALLOWED.containsAll(algorithms)) {
            throw Fault.badInput(
                    "OpenID algorithms " + algorithms + ": want one or more of " + ALLOWED);
        }
    }

    private static void requireHttps(String field, String url) {
        URI uri = URI.create(url);
        if (!"https".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw Fault.badInput("OpenID " + field + ": want an https:// URL without query");
        }
    }

    /// Whether an endpoint is this provider's.
    boolean mayBeAt(URI endpoint) {
        URI own = URI.create(issuer);
        return "https".equals(endpoint.getScheme())
                && endpoint.getUserInfo() == null
                && endpoint.getHost() != null
                && (endpoint.getAuthority().equals(own.getAuthority())
                        || hosts.contains(endpoint.getAuthority()));
    }

    @Override
    public String toString() {
        return "OpenIdProvider[" + issuer + "]";
    }
}
