package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who a peer is, as its certificate says in a subject alternative name `lapwing:<role>:<name>` (a URI).
///
/// @param role `network-server`, `application-server`, `station`, `admin`, …: lower-case letters, digits and hyphens; not
///     `certificate`, by which audit records name one without an identity
/// @param name unique within its role: 1 to 64 letters, digits, `.`, `_` and `-`
public record PeerIdentity(String role, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String SCHEME = "lapwing:";

    /// RFC 5280 §4.2.1.6, GeneralName: uniformResourceIdentifier.
    private static final int URI = 6;

    public PeerIdentity {
        if (!ShortName.is(role) || role.equals("certificate")) {
            throw Fault.badInput(
                    "role: want 1 to 32 of a-z, 0-9 and -, a letter first, and not certificate");
        }
        if (!NAME.matcher(name).matches()) {
            throw Fault.badInput("name of a peer: want 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
    }

    /// Reads `lapwing:<role>:<name>`.
    public static PeerIdentity parse(String uri) {
        String[] parts = uri.split(":", -1);
        if (parts.length != 3 || !uri.startsWith(SCHEME)) {
            throw Fault.badInput("peer identity: want lapwing:<role>:<name>");
        }
        return new PeerIdentity(parts[1], parts[2]);
    }

    /// The identity that the certificate states; empty when it states none, as certificates of other authorities do.
    ///
    /// @throws Fault `UNAUTHENTICATED` when it states two, or one that is malformed
    public static Optional<PeerIdentity> of(X509Certificate certificate) {
        List<PeerIdentity> found = new ArrayList<>();
        try {
            for (List<?> name : alternativeNames(certificate)) {
                if (name.get(0).equals(URI)
                        && name.get(1) instanceof String uri
                        && uri.startsWith(SCHEME)) {
                    found.add(parse(uri));
                }
            }
        } catch (CertificateParsingException | Fault e) {
            throw new Fault(
                    Fault.Kind.UNAUTHENTICATED, "certificate with a malformed alternative name", e);
        }
        if (found.size() > 1) {
            throw new Fault(
                    Fault.Kind.UNAUTHENTICATED,
                    "certificate with " + found.size() + " identities: want one");
        }
        return found.stream().findFirst();
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate)
            throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null ? List.of() : names;
    }

    /// `lapwing:<role>:<name>`, as it stands in the certificate.
    public String uri() {
        return SCHEME + role + ":" + name;
    }

    /// `<role>:<name>`, as the audit log names an actor.
    @Override
    public String toString() {
        return role + ":" + name;
    }
}
