package io.lapwing.joinserver;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A server that may talk to this Join Server, and for whom it may speak.
///
/// @param name for audit records
/// @param enabled whether it is answered at all
/// @param party what it is
/// @param joinEuis of which devices it may speak, by their JoinEUI; empty means none
/// @param scope to which of these devices the operator restricted it further
/// @param answerUrl where its answers are posted; empty for a peer that takes them in the HTTP response
public record Peer(
        String name,
        boolean enabled,
        Party party,
        List<EuiPrefix> joinEuis,
        Scope scope,
        Optional<URI> answerUrl) {
    public Peer {
        joinEuis = List.copyOf(joinEuis);
    }

    /// A peer of all devices with these JoinEUIs, which takes its answers in the HTTP response.
    public Peer(String name, boolean enabled, Party party, List<EuiPrefix> joinEuis) {
        this(name, enabled, party, joinEuis, _ -> true, Optional.empty());
    }

    /// A restriction to some devices: those of an owner, those with a label.
    @FunctionalInterface
    public interface Scope {
        boolean covers(JoinDevice device);
    }

    /// What a peer is. Nobody is both.
    public sealed interface Party {
        /// Receives network session keys.
        ///
        /// @param netIds its SenderIDs
        /// @param nsIds its SenderNSIDs; empty when it may use any
        /// @param kekLabel the wrapping key for it, unless the device names another
        record NetworkServer(Set<NetId> netIds, Set<Eui64> nsIds, Optional<String> kekLabel)
                implements Party {
            public NetworkServer {
                netIds = Set.copyOf(netIds);
                nsIds = Set.copyOf(nsIds);
            }
        }

        /// Receives AppSKeys.
        ///
        /// @param asIds its SenderIDs
        /// @param kekLabel the wrapping key for it, unless the device names another
        record ApplicationServer(Set<String> asIds, Optional<String> kekLabel) implements Party {
            public ApplicationServer {
                asIds = Set.copyOf(asIds);
            }
        }
    }

    /// Whether it may speak of this device.
    boolean maySpeakOf(JoinDevice device) {
        return mayJoin(device.joinEui()) && scope.covers(device);
    }

    /// Whether it may speak of devices with this JoinEUI.
    boolean mayJoin(Eui64 joinEui) {
        return joinEuis.stream().anyMatch(prefix -> prefix.contains(joinEui));
    }
}
