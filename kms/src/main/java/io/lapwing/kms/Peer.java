package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A server that may talk to the Join Server, and for what it may speak. What is not listed it may not.
///
/// @param certificate the identity that our authority's certificates for it state, `network-server:acme`; certificates of
///     other authorities are entered for it in [PeerCertificates]
/// @param name for people and audit records
/// @param enabled whether it is answered at all
/// @param role what it is; nobody is both
/// @param netIds the SenderIDs of a network server
/// @param nsIds its SenderNSIDs; empty when it may use any
/// @param asIds the SenderIDs of an application server
/// @param joinEuis of which devices it may speak, by their JoinEUI
/// @param owners whose devices it may speak of; empty for anyone's
/// @param labels which all devices must have that it may speak of
/// @param wrappingKey the label of its wrapping key, unless a device names another
/// @param answerUrl where its answers are posted; empty for a peer that takes them in the HTTP response
public record Peer(
        String certificate,
        String name,
        boolean enabled,
        Role role,
        Set<NetId> netIds,
        Set<Eui64> nsIds,
        Set<String> asIds,
        List<EuiPrefix> joinEuis,
        Set<String> owners,
        Labels labels,
        Optional<String> wrappingKey,
        Optional<URI> answerUrl) {
    /// What a peer is.
    public enum Role {
        NETWORK_SERVER,
        APPLICATION_SERVER
    }

    private static final int MAX_ENTRIES = 256;

    public Peer {
        Names.check("certificate identity", certificate);
        Names.check("peer name", name);
        wrappingKey.ifPresent(label -> Names.check("wrapping key label", label));
        netIds = Set.copyOf(netIds);
        nsIds = Set.copyOf(nsIds);
        asIds = Set.copyOf(asIds);
        joinEuis = List.copyOf(joinEuis);
        owners = Set.copyOf(owners);
        asIds.forEach(id -> Names.check("AS-ID", id));
        owners.forEach(owner -> Names.check("owner", owner));
        requireIdentifiers(name, role, netIds, asIds);
        requireFew(name, netIds.size(), nsIds.size(), asIds.size(), joinEuis.size());
        requireFew(name, owners.size());
        answerUrl.ifPresent(Peer::requireHttps);
    }

    private static void requireIdentifiers(
            String name, Role role, Set<NetId> netIds, Set<String> asIds) {
        boolean fits =
                switch (role) {
                    case NETWORK_SERVER -> !netIds.isEmpty() && asIds.isEmpty();
                    case APPLICATION_SERVER -> !asIds.isEmpty() && netIds.isEmpty();
                };
        if (!fits) {
            throw Fault.badInput(
                    "peer "
                            + name
                            + ": want NetIDs and no AS-IDs for a network server, AS-IDs and no NetIDs"
                            + " for an application server");
        }
    }

    private static void requireFew(String name, int... sizes) {
        for (int size : sizes) {
            if (size > MAX_ENTRIES) {
                throw Fault.badInput(
                        "peer " + name + ": list of " + size + ", want at most " + MAX_ENTRIES);
            }
        }
    }

    private static void requireHttps(URI url) {
        if (!"https".equals(url.getScheme())
                || url.getHost() == null
                || url.getUserInfo() != null) {
            throw Fault.badInput("answer URL: want https, a host and no password in it");
        }
    }

    /// Whether it may speak of this device.
    public boolean maySpeakOf(Device device) {
        return joinEuis.stream().anyMatch(prefix -> prefix.contains(device.joinEui()))
                && (owners.isEmpty() || device.owner().map(owners::contains).orElse(false))
                && device.labels().hasAll(labels);
    }

    Peer withEnabled(boolean now) {
        return new Peer(
                certificate,
                name,
                now,
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
