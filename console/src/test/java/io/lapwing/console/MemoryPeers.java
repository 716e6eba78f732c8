package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Peers of a [World].
record MemoryPeers(World world) implements PeerDesk {
    private PeerView one() {
        return new PeerView(
                "network-server",
                world.text(),
                true,
                new Rules(
                        List.of("000013"),
                        List.of(),
                        List.of(world.text()),
                        List.of("70B3D57ED0000000/40"),
                        List.of(world.text()),
                        Map.of("site", world.text()),
                        Optional.of(world.text()),
                        Optional.of(world.text())),
                Optional.of(World.AT));
    }

    @Override
    public List<PeerView> list(Principal who) {
        return world.empty() ? List.of() : List.of(one());
    }

    @Override
    public Versioned<PeerView> find(Principal who, Name peer) {
        return new Versioned<>(3, one());
    }

    @Override
    public Versioned<PeerView> add(Principal who, Name peer, Rules rules) {
        world.done().add("enter " + peer + " " + rules);
        return find(who, peer);
    }

    @Override
    public Versioned<PeerView> change(Principal who, Name peer, OptionalLong version, Rules rules) {
        world.done().add("change " + peer + " " + version + " " + rules.joinEuis());
        return find(who, peer);
    }

    @Override
    public Versioned<PeerView> enable(Principal who, Name peer, boolean enabled) {
        world.done().add((enabled ? "enable " : "disable ") + peer);
        return find(who, peer);
    }

    @Override
    public List<CertificateView> certificates(Principal who, Name peer) {
        return world.empty()
                ? List.of()
                : List.of(
                        new CertificateView("5F2A", "platform", "good", Optional.of(World.AT)),
                        new CertificateView(world.text(), "other", "trusted", Optional.empty()));
    }

    @Override
    public IssuedView issue(Principal who, Name peer, String request) {
        world.done().add("issue " + peer);
        return new IssuedView("5F2B", World.AT, world.text());
    }

    @Override
    public CertificateView trust(Principal who, Name peer, String certificate) {
        world.done().add("trust " + peer);
        return new CertificateView("AB", "other", "trusted", Optional.empty());
    }

    @Override
    public void distrust(Principal who, Name peer, String id) {
        world.done().add("distrust " + peer + " " + id);
    }

    @Override
    public void revoke(Principal who, Name peer, String id) {
        world.done().add("revoke " + peer + " " + id);
    }
}
