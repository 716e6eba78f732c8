package io.lapwing.service;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;

/// What one end of a TLS connection shows, and whom it trusts.
///
/// @param credentials its own certificate and key
/// @param authorities the certificate authorities whose certificates it accepts, with whatever [PeerIdentity] they state
/// @param peerAuthorities further ones, whose certificates it accepts as long as they state no identity
/// @param revoked which certificates it refuses all the same; asked at each handshake and, by a server, at each request
public record TlsMaterial(
        Credentials credentials,
        List<X509Certificate> authorities,
        List<X509Certificate> peerAuthorities,
        Predicate<X509Certificate> revoked) {
    public TlsMaterial {
        authorities = List.copyOf(authorities);
        peerAuthorities = List.copyOf(peerAuthorities);
    }

    /// No peers' authorities.
    public TlsMaterial(
            Credentials credentials,
            List<X509Certificate> authorities,
            Predicate<X509Certificate> revoked) {
        this(credentials, authorities, List.of(), revoked);
    }

    /// No peers' authorities, nothing revoked.
    public TlsMaterial(Credentials credentials, List<X509Certificate> authorities) {
        this(credentials, authorities, _ -> false);
    }
}
