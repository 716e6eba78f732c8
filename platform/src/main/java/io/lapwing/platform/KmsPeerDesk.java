package io.lapwing.platform;

import io.lapwing.console.PeerDesk;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.Caller;
import io.lapwing.kms.Actor;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Labels;
import io.lapwing.kms.Peer;
import io.lapwing.kms.Peers;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pem;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Peers for people: the one place where a principal's scope meets what a peer may speak of.
final class KmsPeerDesk implements PeerDesk {
    private static final int PAGE = 500;

    private final Kms kms;
    private final PeerDossiers dossiers;
    private final CertificateIssuer issuer;
    private final X509Certificate authority;

    KmsPeerDesk(Platform platform) {
        kms = platform.kms();
        dossiers = new PeerDossiers(platform);
        issuer = new CertificateIssuer(platform);
        authority = platform.pki().authority();
    }

    @Override
    public List<PeerView> list(Principal who) {
        who.require(Permission.PEER_READ);
        PeerDossiers.Ends ends = dossiers.ends();
        List<PeerView> all = new ArrayList<>();
        List<Peer> page = kms.peers().list(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .map(peer -> view(peer, ends))
                    .filter(peer -> peer.rules().isWithin(who, Permission.PEER_READ))
                    .forEach(all::add);
            page = kms.peers().list(Optional.of(page.getLast().certificate()), PAGE);
        }
        return all;
    }

    private static PeerView view(Peer peer, PeerDossiers.Ends ends) {
        return new PeerView(
                Words.of(peer.role()),
                peer.name(),
                peer.enabled(),
                rules(peer),
                ends.of(peer.certificate()));
    }

    private static Rules rules(Peer peer) {
        return new Rules(
                peer.netIds().stream().map(NetId::toString).sorted().toList(),
                peer.nsIds().stream().map(Eui64::toString).sorted().toList(),
                peer.asIds().stream().sorted().toList(),
                peer.joinEuis().stream().map(EuiPrefix::toString).toList(),
                peer.owners().stream().sorted().toList(),
                peer.labels().values(),
                peer.wrappingKey(),
                peer.answerUrl().map(URI::toString));
    }

    @Override
    public Versioned<PeerView> find(Principal who, Name peer) {
        return view(require(who, Permission.PEER_READ, peer));
    }

    private Versioned<PeerView> view(Peers.Seen seen) {
        return new Versioned<>(seen.version(), view(seen.peer(), dossiers.ends()));
    }

    private Versioned<PeerView> again(Name peer) {
        return view(kms.peers().see(key(peer)).orElseThrow(() -> unknown(peer)));
    }

    /// The peer, if the principal may do this with it.
    private Peers.Seen require(Principal who, Permission permission, Name peer) {
        who.require(permission);
        Peers.Seen seen =
                kms.peers()
                        .see(key(peer))
                        .filter(one ->
                                rules(one.peer()).isWithin(who, permission)
                                        || rules(one.peer()).isWithin(who, Permission.PEER_READ))
                        .orElseThrow(() -> unknown(peer));
        requireWithin(who, permission, seen.peer());
        return seen;
    }

    /// Refuses a peer that may speak of devices beyond the principal's scope.
    private static void requireWithin(Principal who, Permission permission, Peer peer) {
        if (!rules(peer).isWithin(who, permission)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "peer "
                            + peer.name()
                            + " may speak of devices beyond your scope: want its JoinEUIs, owners and labels"
                            + " within it");
        }
    }

    /// Where answers are posted is a matter of this machine's network: who has bounds leaves it as it is.
    private static void requireSameAnswers(Principal who, Optional<URI> before, Peer wanted) {
        boolean bounded = !who.may(Permission.PEER_CHANGE, Target.PLATFORM);
        if (bounded && !wanted.answerUrl().equals(before)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "answer address: want an operator without bounds to set it");
        }
    }

    private static Fault unknown(Name peer) {
        return new Fault(
                Fault.Kind.NOT_FOUND, "no " + peer.role() + " " + peer.name() + " is entered");
    }

    /// The key under which it is entered; no key has a role that no peer has.
    private static String key(Name peer) {
        return peer.role() + ":" + peer.name();
    }

    private static Actor actor(Principal who) {
        return KmsDeviceDesk.actor(who, Optional.empty());
    }

    @Override
    public Versioned<PeerView> add(Principal who, Name name, Rules rules) {
        who.require(Permission.PEER_CHANGE);
        Peer wanted = wanted(name, true, rules);
        requireWithin(who, Permission.PEER_CHANGE, wanted);
        requireSameAnswers(who, Optional.empty(), wanted);
        kms.peers().add(actor(who), wanted);
        return again(name);
    }

    private static Peer wanted(Name name, boolean enabled, Rules rules) {
        Peer.Role role = Words.parse("role", name.role(), Peer.Role.class);
        if (rules.joinEuis().isEmpty()) {
            throw Fault.badInput("peer " + name.name() + ": want one range of JoinEUIs at least");
        }
        return new Peer(
                new PeerIdentity(Words.of(role), name.name()).toString(),
                name.name(),
                enabled,
                role,
                rules.netIds().stream().map(NetId::parse).collect(Collectors.toSet()),
                rules.nsIds().stream().map(Eui64::parse).collect(Collectors.toSet()),
                Set.copyOf(new HashSet<>(rules.asIds())),
                rules.joinEuis().stream().map(EuiPrefix::parse).toList(),
                Set.copyOf(new HashSet<>(rules.owners())),
                new Labels(rules.labels()),
                rules.wrappingKey(),
                rules.answerUrl().map(KmsPeerDesk::url));
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (java.net.URISyntaxException _) {
            throw Fault.badInput("answer URL: want https, a host and no password in it");
        }
    }

    @Override
    public Versioned<PeerView> change(Principal who, Name name, OptionalLong version, Rules rules) {
        Peers.Seen seen = require(who, Permission.PEER_CHANGE, name);
        Peer wanted = wanted(name, seen.peer().enabled(), rules);
        requireWithin(who, Permission.PEER_CHANGE, wanted);
        requireSameAnswers(who, seen.peer().answerUrl(), wanted);
        kms.peers().replace(actor(who), wanted, version.orElse(seen.version()));
        return again(name);
    }

    @Override
    public Versioned<PeerView> enable(Principal who, Name peer, boolean enabled) {
        Peers.Seen seen = require(who, Permission.PEER_CHANGE, peer);
        kms.peers().enable(actor(who), seen.peer().certificate(), enabled);
        return again(peer);
    }

    @Override
    public List<CertificateView> certificates(Principal who, Name peer) {
        return dossiers.of(require(who, Permission.PEER_READ, peer).peer().certificate());
    }

    @Override
    public IssuedView issue(Principal who, Name peer, String request) {
        Peer seen = require(who, Permission.PEER_CHANGE, peer).peer();
        X509Certificate made =
                issuer.sign(
                        actor(who), new PeerIdentity(Words.of(seen.role()), seen.name()), request);
        return new IssuedView(
                IssuedCertificates.serial(made),
                made.getNotAfter().toInstant().toString(),
                Pem.text(List.of(made, authority)));
    }

    @Override
    public CertificateView trust(Principal who, Name peer, String certificate) {
        Peer seen = require(who, Permission.PEER_CHANGE, peer).peer();
        X509Certificate shown =
                Pem.certificates(certificate).stream()
                        .findFirst()
                        .orElseThrow(() ->
                                Fault.badInput(
                                        "certificate without a CERTIFICATE block: want PEM"));
        Caller caller = caller(shown);
        if (caller.identity().isPresent()) {
            throw Fault.badInput(
                    "certificate states "
                            + caller.identity().get()
                            + ": our authority's certificates need no trust, and another's may not"
                            + " state that");
        }
        String sha256 = caller.certificateSha256().toHex();
        kms.peerCertificates()
                .enter(actor(who), seen.certificate(), sha256, PeerDossiers.subject(shown));
        return dossiers.of(seen.certificate(), sha256).orElseThrow(() -> none(peer, sha256));
    }

    private static Caller caller(X509Certificate shown) {
        try {
            return Caller.of(shown);
        } catch (Fault fault) {
            // what nobody came in with is a form, not a caller
            throw new Fault(Fault.Kind.BAD_INPUT, fault.getMessage(), fault);
        }
    }

    @Override
    public void distrust(Principal who, Name peer, String id) {
        Peer seen = require(who, Permission.PEER_CHANGE, peer).peer();
        kms.peerCertificates().remove(actor(who), seen.certificate(), id);
    }

    /// A certificate that is not known to be the peer's may be anyone's: to refuse it takes a scope without bounds.
    @Override
    public void revoke(Principal who, Name peer, String id) {
        Peer seen = require(who, Permission.PEER_CHANGE, peer).peer();
        String identity = seen.certificate();
        if (dossiers.of(identity, id).isEmpty()
                && !who.may(Permission.PEER_CHANGE, Target.PLATFORM)) {
            throw none(peer, id);
        }
        kms.revocations().revoke(actor(who), identity, id);
    }

    private static Fault none(Name peer, String id) {
        return new Fault(Fault.Kind.NOT_FOUND, "certificate " + id + " is none of " + peer.name());
    }
}
