package io.lapwing.platform;

import io.lapwing.joinserver.Caller;
import io.lapwing.joinserver.Callers;
import io.lapwing.joinserver.Peer;
import io.lapwing.joinserver.PeerDirectory;
import io.lapwing.kms.JoinAccess;
import io.lapwing.kms.Kms;
import io.lapwing.kms.PeerCertificates;
import io.lapwing.kms.Peers;
import io.lapwing.kms.Revocations;
import io.lapwing.service.PeerIdentity;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// The peers that operators entered, as the Join Server and the TLS handshake want to see them.
final class KmsPeers implements PeerDirectory {
    private final Peers peers;
    private final PeerCertificates certificates;
    private final Revocations revocations;
    private final Callers callers = new Callers();

    KmsPeers(Kms kms) {
        peers = kms.peers();
        certificates = kms.peerCertificates();
        revocations = kms.revocations();
    }

    @Override
    public Optional<Peer> find(Caller caller) {
        return entered(caller).map(KmsPeers::view);
    }

    /// By the identity in a certificate, which only our authority can put there; by its SHA-256 when it states none.
    private Optional<io.lapwing.kms.Peer> entered(Caller caller) {
        return caller.identity()
                .map(PeerIdentity::toString)
                .or(() -> certificates.peerOf(sha256(caller)))
                .flatMap(peers::find);
    }

    private static String sha256(Caller caller) {
        return caller.certificateSha256().toHex();
    }

    /// Whether an operator revoked this certificate.
    boolean revoked(X509Certificate certificate) {
        Caller caller = callers.of(certificate);
        return revocations.contains(caller.serialNumber(), sha256(caller));
    }

    private static Peer view(io.lapwing.kms.Peer peer) {
        return new Peer(
                peer.name(),
                peer.enabled(),
                party(peer),
                peer.joinEuis(),
                device -> peer.maySpeakOf(((JoinAccess.Seen) device.row()).device()),
                peer.answerUrl());
    }

    private static Peer.Party party(io.lapwing.kms.Peer peer) {
        return switch (peer.role()) {
            case NETWORK_SERVER ->
                    new Peer.Party.NetworkServer(peer.netIds(), peer.nsIds(), peer.wrappingKey());
            case APPLICATION_SERVER ->
                    new Peer.Party.ApplicationServer(peer.asIds(), peer.wrappingKey());
        };
    }
}
