package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Commit;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// Client certificates of other authorities, each entered for one peer: its SHA-256 is all that counts, no name in it. A
/// peer may have several, so that a new one is entered before the old one ends. A change made by another process holds here
/// within one second.
public final class PeerCertificates {
    private static final String KIND = "peer-certificate";
    private static final String PEER = "peer";
    private static final int MAX_OF_ONE_PEER = 64;
    private static final Pattern SHA_256 = Pattern.compile("[0-9A-F]{64}");

    /// The body of a certificate's row.
    ///
    /// @param v 1, the version of this form
    /// @param peer whose it is, as in [Peer#certificate()]
    record CertificateForm(int v, String peer) {
        CertificateForm {
            Form.require(1, v);
        }
    }

    private final Store store;
    private final Peers peers;
    private final Trail trail;
    private final RowCache<String> cache;
    private final Json json = Json.strict().build();

    PeerCertificates(Store store, Peers peers, Trail trail, LongSupplier nanos) {
        this.store = store;
        this.peers = peers;
        this.trail = trail;
        cache = new RowCache<>(name -> row(name).map(this::peer), nanos);
    }

    /// Enters a certificate for a peer; done twice, it is as done once.
    ///
    /// @param peer as in [Peer#certificate()]
    /// @param sha256 over the certificate's DER, in hexadecimal
    /// @param subject whom the certificate names, for the audit record
    /// @throws Fault `NOT_FOUND` when there is no such peer, `CONFLICT` when the certificate is another peer's or the peer
    ///     has 64
    public void enter(Actor actor, String peer, String sha256, String subject) {
        String name = named(sha256);
        requirePeer(peer);
        if (of(peer).size() >= MAX_OF_ONE_PEER) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    peer + " has " + MAX_OF_ONE_PEER + " certificates: remove one");
        }
        Change change =
                new Change(
                        rowKey(name),
                        0,
                        Optional.of(json.write(new CertificateForm(1, peer))),
                        Optional.of(Set.of(term(peer))),
                        trail.done(
                                actor,
                                "peer.trust-certificate",
                                peer,
                                "certificate",
                                name,
                                "subject",
                                subject));
        if (!commit(change, name) && !peerOf(name).equals(Optional.of(peer))) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "certificate " + name + " is entered for another peer: remove it there");
        }
    }

    /// Counts a certificate no more as this peer's.
    ///
    /// @throws Fault `NOT_FOUND` when it is not entered for this peer
    public void remove(Actor actor, String peer, String sha256) {
        String name = named(sha256);
        Row row =
                row(name)
                        .filter(there -> peer(there).equals(peer))
                        .orElseThrow(() ->
                                new Fault(
                                        Fault.Kind.NOT_FOUND,
                                        "certificate " + name + " is none of " + peer));
        Change change =
                new Change(
                        row.key(),
                        row.version(),
                        Optional.empty(),
                        Optional.of(Set.of()),
                        trail.done(actor, "peer.distrust-certificate", peer, "certificate", name));
        if (!commit(change, name)) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "certificate " + name + " changed meanwhile: look again");
        }
    }

    private boolean commit(Change change, String name) {
        try {
            return store.commit(change) instanceof Commit.Done;
        } finally {
            cache.forget(name);
        }
    }

    private void requirePeer(String peer) {
        if (peers.find(peer).isEmpty()) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no peer " + peer + ": add it");
        }
    }

    /// Whose certificate this is: at most one second old.
    ///
    /// @param sha256 in upper-case hexadecimal
    /// @return as in [Peer#certificate()]
    public Optional<String> peerOf(String sha256) {
        return cache.get(sha256);
    }

    /// The SHA-256 of each certificate that is entered for a peer, in upper-case hexadecimal.
    public List<String> of(String peer) {
        return store.search(KIND, term(peer), Optional.empty(), MAX_OF_ONE_PEER).stream()
                .map(key -> new String(key.toArray(), StandardCharsets.US_ASCII))
                .toList();
    }

    private Optional<Row> row(String name) {
        return store.get(rowKey(name));
    }

    private String peer(Row row) {
        try {
            return json.read(row.body(), CertificateForm.class).peer();
        } catch (Fault e) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "a peer certificate's row does not read: restore the store from a backup",
                    e);
        }
    }

    /// Ends with a sign that no name has, as the rows of earlier versions do.
    private static Term term(String peer) {
        return new Term(PEER, DeviceTerms.lower(peer) + "/");
    }

    private static String named(String sha256) {
        String name = sha256.toUpperCase(Locale.ROOT);
        if (!SHA_256.matcher(name).matches()) {
            throw Fault.badInput("certificate: want its SHA-256, 64 hexadecimal digits");
        }
        return name;
    }

    private static RowKey rowKey(String name) {
        return new RowKey(KIND, Bytes.of(name.getBytes(StandardCharsets.US_ASCII)));
    }
}
