package io.lapwing.platform;

import io.lapwing.trust.NodeId;
import io.lapwing.trust.Profile;
import io.lapwing.trust.Service;
import java.util.List;

/// A Central Entity and nodes of one profile over a simulated radio.
sealed interface TrustNetwork extends AutoCloseable permits LapwingNetwork, TiesNetwork {
    Profile profile();

    TrustCell cell();

    /// A node gets a new label, which is entered, and joins by it; a node that is not there is put into the cell before.
    TrustProcedure join(NodeId node);

    /// A node comes to share a session key with others; only direct translation of profile `ties-2024` has several.
    TrustProcedure connect(NodeId from, List<NodeId> to, Service service);

    /// A node asks for the list that it should have; profile `ties-2024` cannot.
    TrustProcedure refresh(NodeId node);

    /// Whether a node knows that it shares a session key with another.
    boolean connected(NodeId from, NodeId to);

    /// Who a node thinks is trusted.
    List<NodeId> list(NodeId node);

    @Override
    void close();

    /// A network of a profile.
    static TrustNetwork of(Profile profile, TrustSetup setup, TrustChips chips) {
        return switch (profile) {
            case LAPWING -> new LapwingNetwork(setup, chips);
            case TIES_2024 -> new TiesNetwork(setup, chips);
        };
    }
}
