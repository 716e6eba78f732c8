package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// An OpenID provider at which users may sign in.
///
/// @param issuer as it names itself: an https URL without query
/// @param client what it knows this installation as
/// @param algorithms of its ID tokens, of [#ALLOWED]
/// @param hosts where its endpoints may lie beside the issuer's own host: `keys.example`, `keys.example:8443`
/// @param claims what its ID tokens must say
public record OpenIdProvider(
        String issuer, Client client, Set<String> algorithms, Set<String> hosts, Claims claims) {
    /// Signatures by a private key, RFC 7518 §3.1 and RFC 8037 §3.1: never `none`, and never an HMAC, whose key would be
    /// something public to whoever confuses the two.
    public static final Set<String> ALLOWED = Set.of("ES256", "RS256", "EdDSA");

    /// The claim that is never given to another person (OpenID Connect Core 1.0 §5.7).
    public static final String SUBJECT = "sub";

    /// Standard claims (OpenID Connect Core 1.0 §5.1) that people change themselves, or that pass to another person.
    private static final Set<String> CHANGING =
            Set.of(
                    "name",
                    "given_name",
                    "family_name",
                    "middle_name",
                    "nickname",
                    "preferred_username",
                    "profile",
                    "picture",
                    "website",
                    "email",
                    "upn",
                    "phone_number");

    public OpenIdProvider {
        algorithms = Set.copyOf(algorithms);
        hosts = Set.copyOf(hosts);
        List<String> problems = new ArrayList<>(problems(issuer, algorithms));
        hosts.stream()
                .filter(host -> !host.equals(authority(host)))
                .forEach(host -> problems.add("host " + host + ": want a name and perhaps a port"));
        if (!problems.isEmpty()) {
            throw Fault.badInput(String.join("\n", problems));
        }
    }

    private static List<String> problems(String issuer, Set<String> algorithms) {
        List<String> problems = new ArrayList<>();
        if (!isPlain(issuer)) {
            problems.add("issuer: want an https:// URL without user, query and fragment");
        }
        if (algorithms.isEmpty() || !ALLOWED.containsAll(algorithms)) {
            problems.add("algorithms " + algorithms + ": want one or more of " + ALLOWED);
        }
        return problems;
    }

    private static String authority(String host) {
        try {
            return String.valueOf(URI.create("https://" + host).getAuthority());
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /// What a provider knows an installation as.
    ///
    /// @param secret which it shares with this installation; absent: PKCE alone
    /// @param redirect where it sends browsers back to
    public record Client(String id, Optional<Secret> secret, URI redirect) {
        public Client {
            if (id.isBlank()) {
                throw Fault.badInput("client-id: want the identifier that the provider gave");
            }
            if (!isPlain(redirect.toString())) {
                throw Fault.badInput("redirect: want an https:// URL without query");
            }
        }
    }

    /// What ID tokens must say.
    ///
    /// @param subject the claim by which users are linked: `sub`, or one that is as lasting, `oid`
    /// @param group absent: whoever is linked may come in
    public record Claims(String subject, Optional<Group> group) {
        public Claims {
            if (subject.isBlank() || CHANGING.contains(subject.toLowerCase(Locale.ROOT))) {
                throw Fault.badInput(
                        "subject-claim "
                                + subject
                                + ": want sub, or a claim that never changes and never passes to"
                                + " another person");
            }
        }
    }

    /// A group to which one must belong.
    ///
    /// @param claim text, or a list of texts
    /// @param value what it must be or hold
    public record Group(String claim, String value) {
        public Group {
            if (claim.isBlank() || value.isBlank()) {
                throw Fault.badInput("group: want the name of a group, and of the claim");
            }
        }
    }

    private static boolean isPlain(String url) {
        try {
            URI uri = URI.create(url);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException _) {
            return false;
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
