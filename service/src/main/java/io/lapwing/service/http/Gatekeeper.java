package io.lapwing.service.http;

import io.lapwing.service.PeerIdentity;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides whether a connection's peer may call a route.
///
/// TLS checked the certificate when the connection was made; on a long connection it may have ended or been revoked
/// since, so both are asked again here.
final class Gatekeeper {
    private final Predicate<X509Certificate> revoked;
    private final InstantSource clock;

    Gatekeeper(Predicate<X509Certificate> revoked, InstantSource clock) {
        this.revoked = revoked;
        this.clock = clock;
    }

    /// The problem that a peer gets who may not; empty when he may.
    Optional<Response> refusal(Access access, Connection connection) {
        return switch (access) {
            case Access.Open _ -> Optional.empty();
            case Access.AnyPeer _ -> identified(connection);
            case Access.Roles roles ->
                    identified(connection).or(() -> role(roles, connection.peer()));
        };
    }

    private Optional<Response> identified(Connection connection) {
        if (connection.certificate().isEmpty()) {
            return Optional.of(Problem.of(401, "no certificate: want one of a known authority"));
        }
        X509Certificate certificate = connection.certificate().get();
        if (certificate.getNotAfter().toInstant().isBefore(clock.instant())) {
            return Optional.of(
                    Problem.of(401, "certificate ended " + certificate.getNotAfter().toInstant()));
        }
        return revoked.test(certificate)
                ? Optional.of(Problem.of(401, "certificate revoked"))
                : Optional.empty();
    }

    private static Optional<Response> role(Access.Roles roles, Optional<PeerIdentity> peer) {
        if (peer.isEmpty()) {
            return Optional.of(
                    Problem.of(403, "certificate without a role: want " + roles.roles()));
        }
        return roles.roles().contains(peer.get().role())
                ? Optional.empty()
                : Optional.of(Problem.of(403, "role " + peer.get().role() + " may not do this"));
    }
}
