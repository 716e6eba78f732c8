package io.lapwing.platform;

import io.lapwing.kms.Peer;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A peer as administrators see it.
///
/// @param revoked certificates that count no more, by serial number or SHA-256
/// @param certificates of other authorities, by SHA-256
record PeerView(
        String role,
        String name,
        boolean enabled,
        List<String> netIds,
        List<String> nsIds,
        List<String> asIds,
        List<String> joinEuis,
        List<String> owners,
        String labels,
        Optional<String> wrappingKey,
        Optional<String> answerUrl,
        List<String> revoked,
        List<String> certificates) {
    static PeerView of(Platform platform, Peer peer) {
        return new PeerView(
                Words.of(peer.role()),
                peer.name(),
                peer.enabled(),
                peer.netIds().stream().map(NetId::toString).sorted().toList(),
                peer.nsIds().stream().map(Eui64::toString).sorted().toList(),
                sorted(peer.asIds()),
                peer.joinEuis().stream().map(EuiPrefix::toString).toList(),
                sorted(peer.owners()),
                peer.labels().toString(),
                peer.wrappingKey(),
                peer.answerUrl().map(Object::toString),
                platform.kms().revocations().of(peer.certificate()),
                platform.kms().peerCertificates().of(peer.certificate()));
    }

    private static List<String> sorted(Set<String> texts) {
        return texts.stream().sorted().toList();
    }

    /// Its SenderIDs.
    String senderIds() {
        return String.join(" ", netIds.isEmpty() ? asIds : netIds);
    }

    String text() {
        return "peer "
                + name
                + " ("
                + role
                + " "
                + senderIds()
                + ") is "
                + (enabled ? "enabled" : "disabled");
    }
}
