package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.PacketError;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Profile;
import io.lapwing.trust.ProfileChoice;
import io.lapwing.trust.Service;
import io.lapwing.trust.TiesCentral;
import io.lapwing.trust.TiesNode;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A network of profile `ties-2024`, as printed. **Insecure**: for reproduction.
final class TiesNetwork implements TrustNetwork {
    private static final ProfileChoice CHOICE = new ProfileChoice(Profile.TIES_2024, true);

    private final TrustSetup setup;
    private final TrustChips chips;
    private final Aes aes = Aes.best();
    private final SecureRandom random = new SecureRandom();
    private final TrustStore store = TrustStore.open();
    private final TrustCell cell;
    private final TiesCentral central;
    private final Map<NodeId, TiesNode> nodes = new TreeMap<>();
    private final Map<NodeId, TrustClock> clocks = new TreeMap<>();

    /// @param chips closed by who made them
    TiesNetwork(TrustSetup setup, TrustChips chips) {
        this.setup = setup;
        this.chips = chips;
        cell =
                new TrustCell(
                        setup.cell(), new PacketError(), new Random(setup.seed()), setup.parity());
        central = new TiesCentral(CHOICE, store.store(), store.guard(aes), parts(NodeId.CENTRAL));
        cell.add(new TrustParty.OldCentral(central), clock(NodeId.CENTRAL));
    }

    private TiesNode.Chips parts(NodeId id) {
        return new TiesNode.Chips(
                new TrustTimedTiesChip(chips.tiesChip(id), clock(id)), aes, random);
    }

    private TrustClock clock(NodeId id) {
        return clocks.computeIfAbsent(id, _ -> new TrustClock(setup.times()));
    }

    @Override
    public Profile profile() {
        return Profile.TIES_2024;
    }

    @Override
    public TrustCell cell() {
        return cell;
    }

    TiesCentral central() {
        return central;
    }

    TrustStore store() {
        return store;
    }

    TiesNode node(NodeId id) {
        TiesNode node = nodes.get(id);
        if (node == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "node " + id + " is not in the cell");
        }
        return node;
    }

    @Override
    public TrustProcedure join(NodeId id) {
        try (AccessKey label = chips.label(id)) {
            enter(id, label);
            return join(id, label);
        }
    }

    /// Someone enters a label at the Central Entity.
    void enter(NodeId id, AccessKey label) {
        central.enterLabel(cell.now(), LapwingNetwork.OPERATOR, id, label);
    }

    /// A node with this label joins: the master key comes from it alone.
    TrustProcedure join(NodeId id, AccessKey label) {
        var node = new TiesNode(CHOICE, id, label, parts(id), setup.nodes());
        var party = new TrustParty.OldNode(node);
        if (nodes.put(id, node) == null) {
            TrustHost _ = cell.add(party, clock(id));
        } else {
            cell.host(id).become(party);
        }
        return cell.procedure("join", () -> cell.host(id).does(() -> node.join(cell.now())));
    }

    @Override
    public TrustProcedure connect(NodeId from, List<NodeId> to, Service service) {
        TiesNode node = node(from);
        return cell.procedure(
                service.name(),
                () -> cell.host(from).does(() -> node.connect(cell.now(), to, service)));
    }

    /// A node is trusted no more: the list goes to the others.
    TrustProcedure revoke(NodeId id) {
        return cell.procedure(
                "revoke",
                () ->
                        cell.host(NodeId.CENTRAL)
                                .does(() ->
                                        TrustParty.sending(
                                                central.revoke(
                                                        cell.now(), LapwingNetwork.OPERATOR, id))));
    }

    @Override
    public TrustProcedure refresh(NodeId id) {
        return cell.procedure("nothing", () -> {});
    }

    @Override
    public boolean connected(NodeId from, NodeId to) {
        return cell.events().stream()
                .anyMatch(one ->
                        one.at().equals(from) && one.event().equals(new NodeEvent.Confirmed(to)));
    }

    @Override
    public List<NodeId> list(NodeId id) {
        TiesNode node = nodes.get(id);
        return node == null ? List.of() : node.list();
    }

    @Override
    public void close() {
        cell.close();
        store.close();
    }
}
