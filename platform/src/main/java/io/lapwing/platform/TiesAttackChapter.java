package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.radio.NodeAddress;
import io.lapwing.trust.AccessKey;
import io.lapwing.trust.Envelope;
import io.lapwing.trust.NodeId;
import io.lapwing.trust.Service;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What whoever owns the air can do to the flow of 2024. Each check is true when the attack succeeds.
record TiesAttackChapter(TrustScene scene, TiesNetwork network, NodeAddress intruder) {
    private static final int INITIAL_BYTES = 16;
    private static final int CODE_BYTES = 1;

    /// A reflected challenge is taken every other time.
    private static final int MOST_REFLECTIONS = 24;

    /// The first octet of an answer in place of a challenge's.
    private static final byte ANSWER = 51;

    TiesAttackChapter(TrustScene scene, TiesNetwork network) {
        this(scene, network, network.cell().stranger());
    }

    void tell() {
        scene.narrator()
                .chapter(
                        "INSECURE: attacks that succeed",
                        "As models of this flow find them. With profile lapwing each of them fails.");
        attack("photo", "A photo of a used label opens what was recorded of its join", this::photo);
        attack("old-key", "An old key comes back: N2 answers under it", this::oldKey);
        attack(
                "altered",
                "One octet altered on the way: N2 holds the key for N3's, not N1's",
                this::altered);
        attack(
                "reflected",
                "N1's own challenge, one bit turned, is taken for N2's answer",
                this::reflected);
        attack("old-list", "A revoked node is back with an old list", this::oldList);
        attack("old-ticket", "A revoked node's ticket still works", this::oldTicket);
    }

    private interface Attack {
        Verdict happens();
    }

    private void attack(String name, String claim, Attack attack) {
        scene.narrator().check("attack-" + name, "INSECURE " + claim, attack::happens);
    }

    private static Verdict success(boolean succeeds, String detail) {
        return Verdict.of(succeeds, succeeds ? "the attack succeeds: " + detail : "it fails");
    }

    private Verdict photo() {
        AccessKey label = scene.chips().label(TrustScene.N3);
        try (label) {
            Bytes photo = label.secret().use(octets -> Bytes.of(octets));
            network.enter(TrustScene.N3, label);
            TrustProcedure _ = network.join(TrustScene.N3, label);
            Envelope recorded = TrustScene.lastHeard(network.cell(), "Join", NodeId.CENTRAL);
            Bytes opened = opened(recorded.message(), Sha256.digest(photo));
            return success(
                    opened.equals(scene.chips().tiesChip(TrustScene.N3).publicKey()),
                    "master key and all that was under it");
        }
    }

    /// AES-256-CFB of a message's octets after its code and initial value.
    private static Bytes opened(Bytes message, Bytes key) {
        int start = CODE_BYTES + INITIAL_BYTES;
        try {
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key.toArray(), "AES"),
                    new IvParameterSpec(message.slice(CODE_BYTES, start).toArray()));
            return Bytes.of(cipher.doFinal(message.slice(start, message.length()).toArray()));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses AES-CFB", e);
        }
    }

    private Verdict oldKey() {
        connect(Service.KTC_DIRECT);
        Envelope key = TrustScene.lastHeard(network.cell(), "Delivery", TrustScene.N2);
        Envelope challenge = TrustScene.lastHeard(network.cell(), "Challenge", TrustScene.N2);
        connect(Service.KTC_DIRECT);
        return success(
                answered(
                        "ties-attack-old-key",
                        "ties-2024, insecure: an old key comes back",
                        List.of(key, challenge)),
                "N2 answered under the key before");
    }

    private void connect(Service service) {
        TrustProcedure _ = network.connect(TrustScene.N1, List.of(TrustScene.N2), service);
    }

    /// Says things again, one after the other.
    ///
    /// @return whether N2 answered a challenge
    private boolean answered(String file, String title, List<Envelope> old) {
        TrustProcedure procedure =
                scene.album()
                        .keep(
                                file,
                                title,
                                network.cell()
                                        .procedure(
                                                "attack",
                                                () ->
                                                        old.forEach(envelope ->
                                                                network.cell()
                                                                        .say(intruder, envelope))));
        return procedure.messages().stream()
                .anyMatch(
                        message -> message.from().equals("N2") && message.name().equals("Answer"));
    }

    private Verdict altered() {
        connect(Service.KDC_DIRECT);
        Envelope key = TrustScene.lastHeard(network.cell(), "KdcKey", TrustScene.N2);
        byte[] octets = key.message().toArray();
        octets[CODE_BYTES + INITIAL_BYTES] ^=
                (byte) (TrustScene.N1.value() ^ TrustScene.N3.value());
        say(new Envelope(NodeId.CENTRAL, TrustScene.N2, Bytes.of(octets)));
        return success(network.node(TrustScene.N2).hasKey(TrustScene.N3), "nothing notices");
    }

    private void say(Envelope envelope) {
        TrustProcedure _ =
                network.cell().procedure("attack", () -> network.cell().say(intruder, envelope));
    }

    private Verdict reflected() {
        network.cell().host(TrustScene.N2).stop(true);
        int tries = 0;
        boolean fooled = false;
        while (!fooled && tries < MOST_REFLECTIONS) {
            connect(Service.KDC_DIRECT);
            byte[] octets =
                    TrustScene.lastHeard(network.cell(), "Challenge", TrustScene.N2)
                            .message()
                            .toArray();
            octets[0] = ANSWER;
            octets[octets.length - 1] ^= 1;
            say(new Envelope(TrustScene.N2, TrustScene.N1, Bytes.of(octets)));
            fooled = network.connected(TrustScene.N1, TrustScene.N2);
            tries++;
        }
        network.cell().host(TrustScene.N2).stop(false);
        return success(fooled, "try " + tries + ", N2 was off");
    }

    private Verdict oldList() {
        Envelope list = TrustScene.lastHeard(network.cell(), "List", TrustScene.N3);
        connect(Service.KTC_INDIRECT);
        TrustProcedure _ = network.revoke(TrustScene.N1);
        boolean gone = !network.list(TrustScene.N3).contains(TrustScene.N1);
        say(list);
        return success(
                gone && network.list(TrustScene.N3).contains(TrustScene.N1), "N3 trusts N1 again");
    }

    private Verdict oldTicket() {
        Envelope ticket = TrustScene.lastHeard(network.cell(), "Presented", TrustScene.N2);
        Envelope challenge = TrustScene.lastHeard(network.cell(), "Challenge", TrustScene.N2);
        return success(
                answered(
                        "ties-attack-old-ticket",
                        "ties-2024, insecure: a revoked node's ticket",
                        List.of(ticket, challenge)),
                "N2 answered a revoked node");
    }
}
