package io.lapwing.kms;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The body of a peer's row as earlier versions wrote it: it named the peer's revoked certificates, which [Revocations]
/// hold today.
///
/// @param v 1
record PeerForm1(int v, Earlier peer) {
    PeerForm1 {
        Form.require(1, v);
    }

    /// @param revokedSerials serial numbers, in hexadecimal
    record Earlier(
            String certificate,
            String name,
            boolean enabled,
            Peer.Role role,
            Set<NetId> netIds,
            Set<Eui64> nsIds,
            Set<String> asIds,
            List<EuiPrefix> joinEuis,
            Set<String> owners,
            Labels labels,
            Optional<String> wrappingKey,
            Optional<URI> answerUrl,
            Set<String> revokedSerials) {
        Earlier {
            netIds = Set.copyOf(netIds);
            nsIds = Set.copyOf(nsIds);
            asIds = Set.copyOf(asIds);
            joinEuis = List.copyOf(joinEuis);
            owners = Set.copyOf(owners);
            revokedSerials = Set.copyOf(revokedSerials);
        }

        /// The same peer as it is known today.
        Peer today() {
            return new Peer(
                    certificate,
                    name,
                    enabled,
                    role,
                    netIds,
                    nsIds,
                    asIds,
                    joinEuis,
                    owners,
                    labels,
                    wrappingKey,
                    answerUrl);
        }
    }
}
