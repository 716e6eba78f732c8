package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.radio.NodeAddress;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeEvent;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import java.util.List;

/// Whoever is not trusted, or not any more, gets nothing.
record TrustRefusalChapter(TrustScene scene, LapwingNetwork network) {
    void tell() {
        scene.narrator()
                .chapter(
                        "Whoever is not trusted",
                        "A node that somebody planted, an intruder who kept what he heard, and a"
                                + " node that is trusted no more.");
        scene.narrator()
                .check(
                        "planted",
                        "A planted node, whose label nobody entered, does not get in",
                        this::planted);
        scene.narrator()
                .check(
                        "wrong-label",
                        "Nor does one with another label than was entered",
                        this::wrongLabel);
        scene.narrator()
                .check(
                        "replay",
                        "What was heard before and is said again changes nothing",
                        this::replay);
        scene.narrator()
                .check(
                        "revoked",
                        "N3 is revoked: it is off the list, and the group has a new key",
                        this::revoked);
        scene.narrator()
                .check(
                        "revoked-cut-off",
                        "N3 reads nothing more, and nobody shares a key with it",
                        this::cutOff);
        scene.narrator()
                .check(
                        "tampered",
                        "N1's firmware is changed: its TPM proves no reading any more",
                        this::tampered);
        scene.narrator()
                .check(
                        "unproven",
                        "What the tampered N1 says without proof is no reading for N2",
                        this::unproven);
        scene.narrator().check("log", "All of it is in the audit log", this::log);
    }

    private Verdict planted() {
        network.plant(TrustScene.PLANTED);
        TrustProcedure _ =
                scene.album()
                        .keep(
                                "trust-planted",
                                "A planted node is refused",
                                network.join(
                                        TrustScene.PLANTED,
                                        scene.chips().label(TrustScene.PLANTED)));
        return Verdict.of(
                isOutside() && refusals("unknown-label") > 0, "no answer to its third message");
    }

    private boolean isOutside() {
        return !network.central().status().list().nodes().contains(TrustScene.PLANTED)
                && network.list(TrustScene.PLANTED).isEmpty();
    }

    private long refusals(String word) {
        return network.central().status().refusals().getOrDefault(word, 0L);
    }

    private Verdict wrongLabel() {
        try (AccessKey entered = scene.chips().label(TrustScene.PLANTED)) {
            network.enter(TrustScene.PLANTED, entered);
        }
        TrustProcedure _ =
                network.join(TrustScene.PLANTED, scene.chips().label(TrustScene.PLANTED));
        return Verdict.of(isOutside() && refusals("wrong-label") > 0, "refused, and not told why");
    }

    private Verdict replay() {
        TrustCell cell = network.cell();
        List<Envelope> old =
                List.of(
                        cell.heard().getFirst(),
                        TrustScene.lastHeard(cell, "Translate", NodeId.CENTRAL),
                        TrustScene.lastHeard(cell, "Delivered", TrustScene.N2),
                        TrustScene.lastHeard(cell, "Presented", TrustScene.N3));
        NodeAddress intruder = cell.stranger();
        TrustProcedure _ =
                scene.album()
                        .keep(
                                "trust-replay",
                                "An intruder says again what he heard",
                                cell.procedure(
                                        "replay",
                                        () ->
                                                old.forEach(
                                                        envelope -> cell.say(intruder, envelope))));
        boolean nothing =
                cell.events().stream()
                        .noneMatch(one ->
                                one.event() instanceof NodeEvent.Connected
                                        || one.event() instanceof NodeEvent.Joined);
        int refused = TrustScene.refusals(cell).size();
        return Verdict.of(
                nothing && refused > 0 && network.share(TrustScene.N1, TrustScene.N3),
                "%d said again, %d refused by nodes".formatted(old.size(), refused));
    }

    private Verdict revoked() {
        var before = network.node(TrustScene.N1).session(TrustKeyChapter.GROUP);
        TrustProcedure procedure =
                scene.album()
                        .keep(
                                "trust-revoked",
                                "N3 is revoked, and the group gets a new key",
                                network.central(
                                        "revoke",
                                        now ->
                                                network.central()
                                                        .revoke(
                                                                now,
                                                                LapwingNetwork.OPERATOR,
                                                                TrustScene.N3)));
        var after = network.node(TrustScene.N1).session(TrustKeyChapter.GROUP);
        return Verdict.of(
                !network.list(TrustScene.N2).contains(TrustScene.N3)
                        && before.isPresent()
                        && after.isPresent()
                        && after.get().epoch().compareTo(before.get().epoch()) > 0,
                TrustScene.told(procedure));
    }

    private Verdict cutOff() {
        Bytes data = Bytes.of(7, 7, 7);
        TrustProcedure _ = network.send(TrustScene.N1, TrustKeyChapter.GROUP, data);
        boolean read = network.received(TrustScene.N3, TrustScene.N1, data);
        boolean others = network.received(TrustScene.N2, TrustScene.N1, data);
        TrustProcedure _ =
                scene.album()
                        .keep(
                                "trust-cut-off",
                                "N3, which is revoked, asks N1 for a key",
                                network.connect(
                                        TrustScene.N3, List.of(TrustScene.N1), Service.KTC_DIRECT));
        List<String> why = TrustScene.refusals(network.cell());
        return Verdict.of(
                !read
                        && others
                        && !network.connected(TrustScene.N1, TrustScene.N3)
                        && !why.isEmpty(),
                why.isEmpty() ? "nobody refused" : why.getFirst());
    }

    private Verdict tampered() {
        scene.chips().tamper(TrustScene.N1);
        TrustProcedure _ = network.send(TrustScene.N1, TrustScene.N2, TrustKeyChapter.weather());
        List<String> why = TrustScene.refusals(network.cell());
        return Verdict.of(
                !network.proven(TrustScene.N2, TrustScene.N1, TrustKeyChapter.weather())
                        && !why.isEmpty(),
                why.isEmpty() ? "nobody refused" : why.getFirst());
    }

    private Verdict unproven() {
        Bytes said = Bytes.of(2, 1, 4);
        TrustProcedure _ = network.send(TrustScene.N1, TrustScene.N2, said);
        boolean proven =
                network.cell().events().stream()
                        .anyMatch(one -> one.event() instanceof NodeEvent.Proven);
        return Verdict.of(
                network.received(TrustScene.N2, TrustScene.N1, said) && !proven,
                "taken as data, not as a reading");
    }

    private Verdict log() {
        List<String> audit = network.store().audit();
        List<String> wanted =
                List.of(
                        "trust.join 1 done",
                        "trust.translate 2 done",
                        "trust.join 4 unknown-label",
                        "trust.revoke 3 done");
        return Verdict.of(audit.containsAll(wanted), audit.size() + " records");
    }
}
