package io.lapwing.console.api;

import io.lapwing.console.PeerDesk;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/// Peers in memory, each the business of those whose scope covers what it may speak of.
final class MemoryPeers implements PeerDesk {
    private static final String AT = "2026-01-01T00:00:00Z";

    private final Map<String, Versioned<PeerView>> rows = new ConcurrentSkipListMap<>();

    /// Enters an application server that speaks of one owner's devices.
    void put(String name, String owner, String joinEuis) {
        Name id = new Name("application-server", name);
        save(
                1,
                id,
                true,
                new Rules(
                        List.of(),
                        List.of(),
                        List.of(name),
                        List.of(joinEuis),
                        List.of(owner),
                        Map.of(),
                        Optional.of("kek"),
                        Optional.of("https://answers.example/")));
    }

    private Versioned<PeerView> save(long version, Name name, boolean enabled, Rules rules) {
        Versioned<PeerView> row =
                new Versioned<>(
                        version,
                        new PeerView(name.role(), name.name(), enabled, rules, Optional.of(AT)));
        rows.put(name.toString(), row);
        return row;
    }

    private Versioned<PeerView> require(Principal who, Permission permission, Name name) {
        who.require(permission);
        return Optional.ofNullable(rows.get(name.toString()))
                .filter(row -> row.value().rules().isWithin(who, permission))
                .orElseThrow(() -> Objects.unknown("peer"));
    }

    @Override
    public List<PeerView> list(Principal who) {
        return rows.values().stream()
                .map(Versioned::value)
                .filter(peer -> peer.rules().isWithin(who, Permission.PEER_READ))
                .toList();
    }

    @Override
    public Versioned<PeerView> find(Principal who, Name peer) {
        return require(who, Permission.PEER_READ, peer);
    }

    @Override
    public Versioned<PeerView> add(Principal who, Name peer, Rules rules) {
        requireWithin(who, rules);
        return save(1, peer, true, rules);
    }

    private static void requireWithin(Principal who, Rules rules) {
        if (!rules.isWithin(who, Permission.PEER_CHANGE)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "beyond your scope");
        }
    }

    @Override
    public Versioned<PeerView> change(Principal who, Name peer, OptionalLong version, Rules rules) {
        Versioned<PeerView> row = require(who, Permission.PEER_CHANGE, peer);
        requireWithin(who, rules);
        if (version.isPresent() && version.getAsLong() != row.version()) {
            throw new Fault(Fault.Kind.CONFLICT, "another version");
        }
        return save(row.version() + 1, peer, row.value().enabled(), rules);
    }

    @Override
    public Versioned<PeerView> enable(Principal who, Name peer, boolean enabled) {
        Versioned<PeerView> row = require(who, Permission.PEER_CHANGE, peer);
        return save(row.version() + 1, peer, enabled, row.value().rules());
    }

    @Override
    public List<CertificateView> certificates(Principal who, Name peer) {
        require(who, Permission.PEER_READ, peer);
        return List.of(
                new CertificateView("01", "platform", "good", Optional.of(AT)),
                new CertificateView("AB", "other", "trusted", Optional.empty()));
    }

    @Override
    public IssuedView issue(Principal who, Name peer, String request) {
        require(who, Permission.PEER_CHANGE, peer);
        return new IssuedView("02", AT, "-----BEGIN CERTIFICATE-----");
    }

    @Override
    public CertificateView trust(Principal who, Name peer, String certificate) {
        require(who, Permission.PEER_CHANGE, peer);
        return new CertificateView("AB", "other", "trusted", Optional.empty());
    }

    @Override
    public void distrust(Principal who, Name peer, String id) {
        require(who, Permission.PEER_CHANGE, peer);
    }

    @Override
    public void revoke(Principal who, Name peer, String id) {
        require(who, Permission.PEER_CHANGE, peer);
    }
}
