package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.trust.GroupId;
import io.lapwing.trust.Measurement;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Reading;
import io.lapwing.trust.Service;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Nodes come to share keys, in pairs and as a group, and speak under them.
record TrustKeyChapter(TrustScene scene, LapwingNetwork network) {
    static final GroupId GROUP = new GroupId(1);

    void tell() {
        scene.narrator()
                .chapter(
                        "Keys for pairs and for a group",
                        "A node's TPM makes the key and seals it to the Central Entity's, which"
                                + " translates it and keeps none; or the Central Entity makes it.");
        pair(
                "direct",
                "N1's key goes through the Central Entity to N2 (KTC direct)",
                TrustScene.N1,
                TrustScene.N2,
                Service.KTC_DIRECT);
        pair(
                "indirect",
                "N1 carries the translated key to N3 as a ticket (KTC indirect)",
                TrustScene.N1,
                TrustScene.N3,
                Service.KTC_INDIRECT);
        pair(
                "kdc",
                "The Central Entity makes a key for N2 and N3 (KDC)",
                TrustScene.N2,
                TrustScene.N3,
                Service.KDC_DIRECT);
        scene.narrator().check("group", "N1's key for all three, as a group", this::group);
        scene.narrator()
                .check("group-data", "What N2 says to the group, N1 and N3 read", this::groupData);
        scene.narrator()
                .check(
                        "reading",
                        "N1's reading comes to N2 with the proof that N1 is as it was",
                        this::proven);
        scene.narrator()
                .check(
                        "unreadable",
                        "Nothing of what was said is in any frame in the clear",
                        this::unreadable);
    }

    private void pair(String name, String claim, NodeId from, NodeId to, Service service) {
        scene.narrator()
                .check(
                        name,
                        claim,
                        () -> {
                            TrustProcedure procedure =
                                    scene.album()
                                            .keep(
                                                    "trust-" + name,
                                                    claim,
                                                    network.connect(from, List.of(to), service));
                            return Verdict.of(
                                    network.connected(from, to) && network.share(from, to),
                                    TrustScene.told(procedure));
                        });
    }

    private Verdict group() {
        List<NodeId> members = List.of(TrustScene.N1, TrustScene.N2, TrustScene.N3);
        TrustProcedure procedure =
                scene.album()
                        .keep(
                                "trust-group",
                                "N1's key for the group of all three",
                                network.group(GROUP, TrustScene.N1, members));
        return Verdict.of(
                members.stream().allMatch(node -> network.node(node).session(GROUP).isPresent()),
                TrustScene.told(procedure));
    }

    static Reading weather() {
        return Reading.of(
                new Measurement.Temperature(2_140),
                new Measurement.Humidity(4_800),
                new Measurement.Pressure(101_300));
    }

    private Verdict proven() {
        TrustProcedure _ =
                scene.album()
                        .keep(
                                "trust-enrol",
                                "N1 makes the key known by which it proves its state",
                                network.prove(TrustScene.N1));
        TrustProcedure procedure =
                scene.album()
                        .keep(
                                "trust-reading",
                                "N1's reading, with proof, to N2",
                                network.send(TrustScene.N1, TrustScene.N2, weather()));
        return Verdict.of(
                network.proven(TrustScene.N2, TrustScene.N1, weather()),
                TrustScene.told(procedure));
    }

    private static Bytes words() {
        return Bytes.of("21.4 degrees, 48 %, 1013 hPa".getBytes(StandardCharsets.US_ASCII));
    }

    private Verdict groupData() {
        TrustProcedure procedure =
                scene.album()
                        .keep(
                                "trust-group-data",
                                "N2 speaks to the group",
                                network.send(TrustScene.N2, GROUP, words()));
        return Verdict.of(
                network.received(TrustScene.N1, TrustScene.N2, words())
                        && network.received(TrustScene.N3, TrustScene.N2, words()),
                TrustScene.told(procedure));
    }

    private Verdict unreadable() {
        String said = words().toHex();
        long heard = network.cell().heard().size();
        return Verdict.of(
                network.cell().heard().stream()
                        .noneMatch(envelope -> envelope.message().toHex().contains(said)),
                heard + " messages so far");
    }
}
