package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import java.util.List;

/// Nodes join by their labels, and everyone learns who is trusted.
record TrustJoinChapter(TrustScene scene, LapwingNetwork network) {
    void tell() {
        scene.narrator()
                .chapter(
                        "Nodes join by their labels",
                        "Each node's TPM drew a one-time access key; it is printed on the box, and"
                                + " entered at the Central Entity. There is no Internet and no"
                                + " certificate authority.");
        for (NodeId node : List.of(TrustScene.N1, TrustScene.N2, TrustScene.N3)) {
            scene.narrator()
                    .check(
                            "join-n" + node,
                            "Node N%s joins, and everyone gets the signed list".formatted(node),
                            () -> join(node));
        }
        scene.narrator()
                .check("list", "All three nodes have the same list of three", this::sameList);
        scene.narrator()
                .check(
                        "label-burnt",
                        "A label that was used lets nobody in again",
                        this::usedLabel);
    }

    private Verdict join(NodeId node) {
        TrustProcedure procedure = network.join(node);
        if (node.equals(TrustScene.N2)) {
            scene.album().keep("trust-join", "Node N2 joins by its label", procedure);
        }
        return Verdict.of(network.list(node).contains(node), TrustScene.told(procedure));
    }

    private Verdict sameList() {
        List<NodeId> all = List.of(TrustScene.N1, TrustScene.N2, TrustScene.N3);
        return Verdict.of(
                all.stream().allMatch(node -> network.list(node).equals(all)),
                "epoch " + network.central().status().list().epoch());
    }

    private Verdict usedLabel() {
        try (AccessKey used = network.usedLabel(TrustScene.N1)) {
            List<Envelope> _ =
                    network.central()
                            .enterLabel(
                                    network.cell().now(),
                                    LapwingNetwork.OPERATOR,
                                    TrustScene.N1,
                                    used);
            return Verdict.of(false, "it was taken again");
        } catch (Fault fault) {
            return Verdict.of(fault.kind() == Fault.Kind.CONFLICT, fault.getMessage());
        }
    }
}
