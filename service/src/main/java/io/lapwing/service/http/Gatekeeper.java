package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.people.Principal;
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
    private final Authentication authentication;

    Gatekeeper(
            Predicate<X509Certificate> revoked,
            InstantSource clock,
            Authentication authentication) {
        this.revoked = revoked;
        this.clock = clock;
        this.authentication = authentication;
    }

    /// Who asks, where the route wants it known.
    ///
    /// @param request without its body
    Optional<Principal> principal(Access access, Connection connection, Request request) {
        return switch (access) {
            case Access.Open _, Access.AnyPeer _, Access.Roles _ -> Optional.empty();
            case Access.SignedIn _, Access.Permitted _ -> {
                if (connection.certificate().isPresent() && identified(connection).isPresent()) {
                    yield Optional.empty();
                }
                yield authentication.principal(request);
            }
        };
    }

    /// The problem that a peer gets who may not; empty when he may.
    Optional<Response> refusal(
            Access access, Connection connection, Optional<Principal> principal, Request request) {
        return switch (access) {
            case Access.Open _ -> Optional.empty();
            case Access.AnyPeer _ -> identified(connection);
            case Access.Roles roles ->
                    identified(connection).or(() -> role(roles, connection.peer()));
            case Access.SignedIn _ ->
                    principal.isPresent()
                            ? Optional.empty()
                            : Optional.of(authentication.challenge(request));
            case Access.Permitted permitted ->
                    principal.isPresent()
                            ? permitted(permitted, principal.get())
                            : Optional.of(authentication.challenge(request));
        };
    }

    private static Optional<Response> permitted(Access.Permitted wanted, Principal who) {
        try {
            who.require(wanted.permission());
            return Optional.empty();
        } catch (Fault refusal) {
            return Optional.of(Problem.of(refusal));
        }
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
