package io.lapwing.platform;

import io.lapwing.console.PeerDesk;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A network server that asks, and an application server that may not for now.
final class SamplePeers implements PeerDesk {
    private static final PeerView NETWORK =
            new PeerView(
                    "network-server",
                    "acme-ns",
                    true,
                    new Rules(
                            List.of("000013"),
                            List.of(),
                            List.of(),
                            List.of("70B3D57ED0000000/40"),
                            List.of("acme"),
                            Map.of("site", "berlin"),
                            Optional.of("ns:000013"),
                            Optional.empty()),
                    Optional.of("2027-10-02T00:00:00Z"));

    private static final PeerView APPLICATION =
            new PeerView(
                    "application-server",
                    "meters-as",
                    false,
                    new Rules(
                            List.of(),
                            List.of(),
                            List.of("meters"),
                            List.of("0000000000000000/0"),
                            List.of(),
                            Map.of(),
                            Optional.empty(),
                            Optional.of("https://answers.example/")),
                    Optional.empty());

    @Override
    public List<PeerView> list(Principal who) {
        return List.of(NETWORK, APPLICATION).stream()
                .filter(peer -> peer.rules().isWithin(who, Permission.PEER_READ))
                .toList();
    }

    @Override
    public Versioned<PeerView> find(Principal who, Name peer) {
        return list(who).stream()
                .filter(one -> one.role().equals(peer.role()) && one.name().equals(peer.name()))
                .map(one -> new Versioned<>(1, one))
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no such peer"));
    }

    @Override
    public Versioned<PeerView> add(Principal who, Name peer, Rules rules) {
        return find(who, peer);
    }

    @Override
    public Versioned<PeerView> change(Principal who, Name peer, OptionalLong version, Rules rules) {
        return find(who, peer);
    }

    @Override
    public Versioned<PeerView> enable(Principal who, Name peer, boolean enabled) {
        return find(who, peer);
    }

    @Override
    public List<CertificateView> certificates(Principal who, Name peer) {
        return List.of(
                new CertificateView(
                        "5F2A90C4E1", "platform", "good", Optional.of("2027-10-02T00:00:00Z")),
                new CertificateView(
                        "77C0A1B2", "platform", "revoked", Optional.of("2026-10-02T00:00:00Z")),
                new CertificateView("2B7E1516".repeat(8), "other", "trusted", Optional.empty()));
    }

    @Override
    public IssuedView issue(Principal who, Name peer, String request) {
        throw Fault.badInput("certificate request: want PKCS#10 of EC or RSA");
    }

    @Override
    public CertificateView trust(Principal who, Name peer, String certificate) {
        throw Fault.badInput("certificate: want one in PEM");
    }

    @Override
    public void distrust(Principal who, Name peer, String id) {
        throw Fault.badInput("certificate: want its SHA-256, 64 hexadecimal digits");
    }

    @Override
    public void revoke(Principal who, Name peer, String id) {
        throw Fault.badInput("certificate: want its serial number");
    }
}
