package io.lapwing.platform;

import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import java.util.List;

/// The flow published in 2024, as printed.
record TiesChapter(TrustScene scene, TiesNetwork network) {
    void tell() {
        scene.narrator()
                .chapter(
                        "INSECURE: the flow of 2024, as printed",
                        "The master key is made of the label alone, messages carry no MAC and no"
                                + " freshness, and the list has no version. For reproduction.");
        for (NodeId node : List.of(TrustScene.N1, TrustScene.N2, TrustScene.N3)) {
            scene.narrator()
                    .check(
                            "join-n" + node,
                            "Node N%s joins, and all get the list".formatted(node),
                            () -> join(node));
        }
        share(
                "direct",
                "N1's key goes through the Central Entity to N2 (KTC direct)",
                List.of(TrustScene.N2),
                Service.KTC_DIRECT);
        share(
                "indirect",
                "N1 carries the translated key to N2 (KTC indirect)",
                List.of(TrustScene.N2),
                Service.KTC_INDIRECT);
        share(
                "kdc",
                "The Central Entity makes a key for N1 and N2 (KDC)",
                List.of(TrustScene.N2),
                Service.KDC_DIRECT);
        share(
                "group",
                "N1's key for N2 and N3",
                List.of(TrustScene.N2, TrustScene.N3),
                Service.KTC_DIRECT);
    }

    private Verdict join(NodeId node) {
        TrustProcedure procedure = network.join(node);
        if (node.equals(TrustScene.N2)) {
            scene.album().keep("ties-join", "ties-2024, insecure: node N2 joins", procedure);
        }
        return Verdict.of(network.list(node).contains(node), TrustScene.told(procedure));
    }

    private void share(String name, String claim, List<NodeId> with, Service service) {
        scene.narrator()
                .check(
                        name,
                        claim,
                        () -> {
                            TrustProcedure procedure =
                                    scene.album()
                                            .keep(
                                                    "ties-" + name,
                                                    "ties-2024, insecure: " + claim,
                                                    network.connect(TrustScene.N1, with, service));
                            return Verdict.of(
                                    with.stream()
                                            .allMatch(
                                                    node -> network.connected(TrustScene.N1, node)),
                                    TrustScene.told(procedure));
                        });
    }
}
