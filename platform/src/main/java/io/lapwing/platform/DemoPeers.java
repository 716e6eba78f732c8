package io.lapwing.platform;

import io.lapwing.kms.Labels;
import io.lapwing.kms.Peer;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Entries of peers whose certificate, name and wrapping key all bear one name.
final class DemoPeers {
    /// Every JoinEUI.
    static final EuiPrefix ANY = new EuiPrefix(new Eui64(0), 0);

    private DemoPeers() {}

    static Peer networkServer(String name, Set<NetId> netIds, EuiPrefix joinEuis) {
        return peer("network-server:", name, Peer.Role.NETWORK_SERVER, netIds, Set.of(), joinEuis);
    }

    /// @param name also its AS-ID
    static Peer applicationServer(String name, EuiPrefix joinEuis) {
        return peer(
                "application-server:",
                name,
                Peer.Role.APPLICATION_SERVER,
                Set.of(),
                Set.of(name),
                joinEuis);
    }

    private static Peer peer(
            String scheme,
            String name,
            Peer.Role role,
            Set<NetId> netIds,
            Set<String> asIds,
            EuiPrefix joinEuis) {
        return new Peer(
                scheme + name,
                name,
                true,
                role,
                netIds,
                Set.of(),
                asIds,
                List.of(joinEuis),
                Set.of(),
                Labels.NONE,
                Optional.of(name),
                Optional.empty());
    }
}
