package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// The peers of the Join Server. One certificate is one peer. A change made by another process holds here within one
/// second.
public final class Peers {
    static final String KIND = "peer";

    private static final String NAME = "name";
    private static final int MAX_TRIES = 16;
    private static final int VERSION = 2;
    private static final int PAGE = 500;

    /// The body of a peer's row.
    ///
    /// @param v 2, the version of this form
    record PeerForm(int v, Peer peer) {
        PeerForm {
            Form.require(VERSION, v);
        }
    }

    private final Store store;
    private final Trail trail;
    private final RowCache<Peer> cache;
    private final Json json =
            Json.strict()
                    .text(Eui64.class, Eui64::parse, Eui64::toString)
                    .text(NetId.class, NetId::parse, NetId::toString)
                    .text(EuiPrefix.class, EuiPrefix::parse, EuiPrefix::toString)
                    .text(Labels.class, Labels::parse, Labels::toString)
                    .build();

    Peers(Store store, Trail trail, LongSupplier nanos) {
        this.store = store;
        this.trail = trail;
        cache = new RowCache<>(key -> store.get(rowKey(key)).map(this::peer), nanos);
    }

    /// Enters a peer.
    ///
    /// @throws Fault `CONFLICT` when its certificate or its name is entered already
    public void add(Actor actor, Peer peer) {
        if (!store.search(KIND, term(peer), Optional.empty(), 1).isEmpty()) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "peer " + peer.name() + " is entered already: change it");
        }
        if (!commit(actor, "peer.add", 0, peer)) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "a peer with certificate " + peer.certificate() + " is entered already");
        }
    }

    /// A peer as it was read.
    ///
    /// @param version of its row, for a change that depends on what was seen
    public record Seen(long version, Peer peer) {}

    /// The peer with this certificate, as it is now.
    public Optional<Seen> see(String certificate) {
        return store.get(rowKey(certificate)).map(row -> new Seen(row.version(), peer(row)));
    }

    /// Replaces what is entered for the peer with this certificate.
    ///
    /// @param seen the version that was looked at
    /// @throws Fault `CONFLICT` when it has another by now
    public void replace(Actor actor, Peer peer, long seen) {
        if (!commit(actor, "peer.change", seen, peer)) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "peer "
                            + peer.certificate()
                            + " was changed by somebody else: look again first");
        }
    }

    /// Answers this peer no more, or again.
    public void enable(Actor actor, String certificate, boolean enabled) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Row row = require(certificate);
            Peer next = peer(row).withEnabled(enabled);
            if (commit(actor, enabled ? "peer.enable" : "peer.disable", row.version(), next)) {
                return;
            }
        }
        throw busy(certificate);
    }

    private boolean commit(Actor actor, String action, long expected, Peer peer) {
        Change change =
                new Change(
                        rowKey(peer.certificate()),
                        expected,
                        Optional.of(json.write(new PeerForm(VERSION, peer))),
                        Optional.of(Set.of(term(peer))),
                        trail.done(
                                actor,
                                action,
                                peer.name(),
                                "certificate",
                                peer.certificate(),
                                "role",
                                DeviceTerms.lower(peer.role().name()).replace('_', '-')));
        try {
            return store.commit(change) instanceof Commit.Done;
        } finally {
            cache.forget(peer.certificate());
        }
    }

    /// Ends with a sign that no name has, as the rows of earlier versions do.
    private static Term term(Peer peer) {
        return new Term(NAME, DeviceTerms.lower(peer.name()) + "/");
    }

    private Row require(String certificate) {
        return store.get(rowKey(certificate))
                .orElseThrow(() ->
                        new Fault(
                                Fault.Kind.NOT_FOUND,
                                "no peer with certificate " + certificate + ": add it"));
    }

    private static Fault busy(String certificate) {
        return new Fault(
                Fault.Kind.CONFLICT,
                "peer " + certificate + " changed " + MAX_TRIES + " times meanwhile: try again");
    }

    /// The peer with this certificate: at most one second old.
    ///
    /// @param certificate as in [Peer#certificate()]
    public Optional<Peer> find(String certificate) {
        return cache.get(certificate);
    }

    /// Peers in the order of their certificates' identities.
    ///
    /// @param after the last certificate of the page before
    /// @param limit 1 to 1000
    public List<Peer> list(Optional<String> after, int limit) {
        return store.scan(KIND, after.map(Peers::octets), limit).stream().map(this::peer).toList();
    }

    /// Brings rows of form 1 to this one. What they say of revoked certificates goes to the revocations first, so that an
    /// upgrade that is cut off lets nobody in.
    void upgrade(Revocations revocations) {
        Actor actor = Actor.system("upgrade");
        List<Row> page = store.scan(KIND, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            for (Row row : page) {
                earlier(row).ifPresent(form -> upgrade(actor, row, form, revocations));
            }
            page = store.scan(KIND, Optional.of(page.getLast().key().key()), PAGE);
        }
    }

    private void upgrade(Actor actor, Row row, PeerForm1 form, Revocations revocations) {
        Peer peer = form.peer().today();
        form.peer()
                .revokedSerials()
                .forEach(serial -> revocations.revoke(actor, peer.certificate(), serial));
        if (!commit(actor, "peer.change", row.version(), peer)) {
            throw busy(peer.certificate());
        }
    }

    /// The row's form, where it is an earlier one.
    private Optional<PeerForm1> earlier(Row row) {
        try {
            return Integer.valueOf(1).equals(json.read(row.body(), Map.class).get("v"))
                    ? Optional.of(json.read(row.body(), PeerForm1.class))
                    : Optional.empty();
        } catch (Fault e) {
            throw unreadable(e);
        }
    }

    private Peer peer(Row row) {
        try {
            return json.read(row.body(), PeerForm.class).peer();
        } catch (Fault e) {
            throw unreadable(e);
        }
    }

    private static Fault unreadable(Fault cause) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "a peer's row does not read: restore the store from a backup",
                cause);
    }

    private static RowKey rowKey(String certificate) {
        return new RowKey(KIND, octets(certificate));
    }

    private static Bytes octets(String certificate) {
        return Bytes.of(certificate.getBytes(StandardCharsets.UTF_8));
    }
}
