package io.lapwing.radio;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The other nodes that a link knows, at most so many; the one used longest ago is forgotten first, if nothing is on its way.
final class Peers {
    private static final int NUMBERS = 256;

    private final LinkSettings settings;
    private final RandomGenerator random;
    private final LinkedHashMap<NodeAddress, Peer> all = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<NodeAddress, Peer> active = new LinkedHashMap<>();

    Peers(LinkSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    Optional<Peer> known(NodeAddress address) {
        return Optional.ofNullable(all.get(address));
    }

    /// The node, known from now on; nothing when something is on its way to or from as many as may be known.
    Optional<Peer> of(NodeAddress address) {
        Peer known = all.get(address);
        if (known != null) {
            return Optional.of(known);
        }
        if (all.size() >= settings.maxPeers() && !forgetOne()) {
            return Optional.empty();
        }
        Peer made = new Peer(address, new Outbound(settings.maxQueued(), random.nextInt(NUMBERS)));
        all.put(address, made);
        return Optional.of(made);
    }

    private boolean forgetOne() {
        Iterator<Peer> oldest = all.values().iterator();
        while (oldest.hasNext()) {
            if (oldest.next().isIdle()) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    /// Something is on its way to or from the node.
    void activate(NodeAddress address) {
        known(address).ifPresent(peer -> active.putIfAbsent(address, peer));
    }

    /// Those with something on its way, the one that waits longest first.
    Collection<Peer> active() {
        return active.values();
    }

    /// Drops those with nothing on its way from the active ones.
    void settle() {
        active.values().removeIf(Peer::isIdle);
    }

    /// How well the node is heard that is heard worst.
    double leastSnrDb() {
        return all.values().stream().mapToDouble(Peer::snrDb).min().orElse(Peer.UNKNOWN_SNR_DB);
    }
}
