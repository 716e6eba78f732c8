package io.lapwing.console;

import io.lapwing.service.people.EuiRange;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The peers of the Join Server: network servers and application servers, for what each may speak, and by which
/// certificates it is known.
///
/// Whose scope has bounds sees and changes those peers alone that may speak of devices within it, and of no others
/// ([Rules#isWithin]); a peer that is not his business answers as one that is not there.
public interface PeerDesk {
    /// The peers that the principal may see, in the order of role and name.
    List<PeerView> list(Principal who);

    Versioned<PeerView> find(Principal who, Name peer);

    /// Enters a peer, which is answered from then on.
    Versioned<PeerView> add(Principal who, Name peer, Rules rules);

    /// Replaces for what a peer may speak.
    ///
    /// @param version which it must have; empty: whichever
    Versioned<PeerView> change(Principal who, Name peer, OptionalLong version, Rules rules);

    /// Answers it again, or no more.
    Versioned<PeerView> enable(Principal who, Name peer, boolean enabled);

    /// By which certificates it is known, and which count no more.
    List<CertificateView> certificates(Principal who, Name peer);

    /// Signs a certificate for the key that the peer made.
    ///
    /// @param request PKCS#10 (RFC 2986) in PEM; only its key is taken
    IssuedView issue(Principal who, Name peer, String request);

    /// Takes a certificate of another authority for the peer's own.
    ///
    /// @param certificate in PEM; what follows it is not looked at
    CertificateView trust(Principal who, Name peer, String certificate);

    /// Takes a certificate of another authority for the peer's no more; it may be entered again.
    ///
    /// @param id as in [CertificateView]
    void distrust(Principal who, Name peer, String id);

    /// Refuses one of its certificates for ever.
    ///
    /// @param id as in [CertificateView]
    void revoke(Principal who, Name peer, String id);

    /// A peer as its certificate states it.
    ///
    /// @param role `network-server` or `application-server`
    record Name(String role, String name) {
        /// `network-server/acme`
        @Override
        public String toString() {
            return role + "/" + name;
        }
    }

    /// For what a peer may speak. What is not listed it may not.
    ///
    /// @param netIds the SenderIDs of a network server
    /// @param nsIds its SenderNSIDs; none: any
    /// @param asIds the SenderIDs of an application server
    /// @param joinEuis of which devices, by ranges of JoinEUIs: `70B3D57ED0000000/40`
    /// @param owners whose devices alone; none: anyone's
    /// @param labels which all of its devices must have
    /// @param wrappingKey the label of its wrapping key, unless a device names another
    /// @param answerUrl where its answers are posted; empty: they are in the HTTP response
    record Rules(
            List<String> netIds,
            List<String> nsIds,
            List<String> asIds,
            List<String> joinEuis,
            List<String> owners,
            Map<String, String> labels,
            Optional<String> wrappingKey,
            Optional<String> answerUrl) {
        /// The label that names a production order.
        private static final String ORDER = "order";

        public Rules {
            netIds = List.copyOf(netIds);
            nsIds = List.copyOf(nsIds);
            asIds = List.copyOf(asIds);
            joinEuis = List.copyOf(joinEuis);
            owners = List.copyOf(owners);
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        /// Whether someone may do this with a peer of these rules: all devices of which it may speak are within a scope of
        /// his. A scope's NetID is of devices' home networks, which bound no peer: it covers none.
        public boolean isWithin(Principal who, Permission permission) {
            List<Scope> his = who.scopes(permission);
            return his.contains(Scope.EVERYTHING)
                    || (!joinEuis.isEmpty()
                            && scopes().allMatch(mine ->
                                    his.stream().anyMatch(scope -> scope.contains(mine))));
        }

        private Stream<Scope> scopes() {
            SortedMap<String, String> wanted = new TreeMap<>(labels);
            List<Optional<String>> whose =
                    owners.isEmpty()
                            ? List.of(Optional.empty())
                            : owners.stream().map(Optional::of).toList();
            return joinEuis.stream()
                    .map(EuiRange::parse)
                    .flatMap(range ->
                            whose.stream()
                                    .map(owner ->
                                            new Scope(
                                                    owner,
                                                    Optional.ofNullable(wanted.get(ORDER)),
                                                    Optional.of(range),
                                                    Optional.empty(),
                                                    wanted)));
        }
    }

    /// A peer.
    ///
    /// @param enabled whether it is answered at all
    /// @param certificateEnds when the last of the certificates ends that were issued to it here, ISO 8601
    record PeerView(
            String role,
            String name,
            boolean enabled,
            Rules rules,
            Optional<String> certificateEnds) {
        Name named() {
            return new Name(role, name);
        }
    }

    /// A certificate.
    ///
    /// @param id the serial number of one that was issued here, the SHA-256 of another authority's; both hexadecimal
    /// @param issuer `platform` or `other`
    /// @param state `good`, `ended` or `revoked`; of another authority's `trusted` or `revoked`
    /// @param ends ISO 8601; empty where it is not known here
    record CertificateView(String id, String issuer, String state, Optional<String> ends) {}

    /// A certificate that was issued.
    ///
    /// @param certificates in PEM, the authority's after it
    record IssuedView(String id, String ends, String certificates) {}
}
