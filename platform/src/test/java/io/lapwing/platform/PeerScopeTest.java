package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.console.PeerDesk;
import io.lapwing.console.PeerDesk.Name;
import io.lapwing.console.PeerDesk.Rules;
import io.lapwing.console.Versioned;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Pem;
import io.lapwing.service.people.EuiRange;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator with bounds and the peers of the Join Server: his are those that speak of devices within his bounds alone.
class PeerScopeTest {
    private static final Name OWN = new Name("application-server", "acme-as");
    private static final Name FOREIGN = new Name("network-server", "acme");
    private static final Name UNKNOWN = new Name("network-server", "nobody");
    private static final String RANGE = "70B3D57ED0000000/40";

    @TempDir Path folder;
    private Platform platform;
    private PeerDesk desk;
    private final Principal bounded = operator(Scope.ofOwner("acme"));
    private final Principal free = operator(Scope.EVERYTHING);

    @BeforeEach
    void open() {
        platform = AdminWorld.in(folder).open();
        desk = platform.peerDesk();
        Versioned<PeerDesk.PeerView> _ = desk.add(bounded, OWN, rules(List.of("acme"), RANGE));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static Principal operator(Scope scope) {
        return new Principal("olga", Principal.Kind.USER, List.of(new Grant(Role.OPERATOR, scope)));
    }

    private static Rules rules(List<String> owners, String joinEuis) {
        return new Rules(
                List.of(),
                List.of(),
                List.of("acme-as"),
                List.of(joinEuis),
                owners,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static void assertRefused(Fault.Kind kind, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    @Test
    void seesThoseAloneThatSpeakOfHisDevices() {
        List<PeerDesk.PeerView> his = desk.list(bounded);
        List<PeerDesk.PeerView> all = desk.list(free);

        assertThat(his).extracting(PeerDesk.PeerView::name).containsExactly("acme-as");
        assertThat(all)
                .extracting(PeerDesk.PeerView::name)
                .containsExactlyInAnyOrder("acme", "acme-as");
        for (Name hidden : List.of(FOREIGN, UNKNOWN)) {
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.find(bounded, hidden));
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.certificates(bounded, hidden));
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.enable(bounded, hidden, false));
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.issue(bounded, hidden, ""));
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.trust(bounded, hidden, ""));
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.distrust(bounded, hidden, "AB"));
            assertRefused(Fault.Kind.NOT_FOUND, () -> desk.revoke(bounded, hidden, "AB"));
        }
        assertThat(desk.find(free, FOREIGN).value().enabled()).isTrue();
    }

    @Test
    void givesAPeerNoMoreThanHeHas() {
        Rules everyones = rules(List.of(), RANGE);
        Rules others = rules(List.of("acme", "globex"), RANGE);
        Name made = new Name("application-server", "made");

        for (Rules beyond : List.of(everyones, others)) {
            assertRefused(
                    Fault.Kind.FORBIDDEN,
                    () -> desk.change(bounded, OWN, OptionalLong.empty(), beyond));
            assertRefused(Fault.Kind.FORBIDDEN, () -> desk.add(bounded, made, beyond));
        }

        assertThat(desk.find(free, OWN).value().rules().owners()).containsExactly("acme");
        assertRefused(Fault.Kind.NOT_FOUND, () -> desk.find(free, made));
    }

    @Test
    void holdsARangeOfJoinEuisAndLabelsAgainstThoseOfThePeer() {
        Principal ranged =
                operator(
                        new Scope(
                                Optional.empty(),
                                Optional.of("order-7"),
                                Optional.of(EuiRange.parse(RANGE)),
                                Optional.empty(),
                                new TreeMap<>(Map.of("site", "berlin"))));
        Name made = new Name("application-server", "ranged");
        Map<String, String> both = Map.of("order", "order-7", "site", "berlin");

        Versioned<PeerDesk.PeerView> within =
                desk.add(ranged, made, labelled(both, "70B3D57ED0000000/48"));

        assertThat(within.value().rules().labels()).isEqualTo(both);
        for (Rules beyond :
                List.of(
                        labelled(both, "70B3D57E00000000/32"),
                        labelled(Map.of("site", "berlin"), RANGE),
                        labelled(Map.of("order", "order-7"), RANGE))) {
            assertRefused(
                    Fault.Kind.FORBIDDEN,
                    () -> desk.change(ranged, made, OptionalLong.empty(), beyond));
        }
    }

    private static Rules labelled(Map<String, String> labels, String joinEuis) {
        return new Rules(
                List.of(),
                List.of(),
                List.of("acme-as"),
                List.of(joinEuis),
                List.of(),
                labels,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void reachesNoPeerByTheHomeNetworkOfDevices() {
        Principal network =
                operator(
                        new Scope(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("000013"),
                                new TreeMap<>()));

        assertThat(desk.list(network)).isEmpty();
        assertRefused(Fault.Kind.NOT_FOUND, () -> desk.find(network, FOREIGN));
    }

    @Test
    void leavesAnswerAddressesToThoseWithoutBounds() {
        Rules elsewhere =
                new Rules(
                        List.of(),
                        List.of(),
                        List.of("acme-as"),
                        List.of(RANGE),
                        List.of("acme"),
                        Map.of(),
                        Optional.empty(),
                        Optional.of("https://answers.example/"));

        assertRefused(
                Fault.Kind.FORBIDDEN,
                () -> desk.change(bounded, OWN, OptionalLong.empty(), elsewhere));
        Versioned<PeerDesk.PeerView> set = desk.change(free, OWN, OptionalLong.empty(), elsewhere);
        Versioned<PeerDesk.PeerView> kept =
                desk.change(bounded, OWN, OptionalLong.of(set.version()), elsewhere);

        assertThat(kept.value().rules().answerUrl()).hasValue("https://answers.example/");
        assertRefused(
                Fault.Kind.CONFLICT,
                () -> desk.change(bounded, OWN, OptionalLong.of(set.version()), elsewhere));
    }

    @Test
    void revokesNoCertificateButThePeersOwn(@TempDir Path elsewhere) throws Exception {
        X509Certificate foreign = new ForeignAuthority(elsewhere).issue("acme").certificate();
        PeerDesk.CertificateView trusted = desk.trust(bounded, OWN, Pem.text(List.of(foreign)));
        assertRefused(Fault.Kind.BAD_INPUT, () -> desk.trust(bounded, OWN, "no certificate"));
        String anyone = platform.pki().authority().getSerialNumber().toString(16);

        assertRefused(Fault.Kind.NOT_FOUND, () -> desk.revoke(bounded, OWN, anyone));
        desk.revoke(bounded, OWN, trusted.id());

        assertThat(new KmsPeers(platform.kms()).revoked(foreign)).isTrue();
        assertThat(desk.certificates(bounded, OWN))
                .extracting(PeerDesk.CertificateView::state)
                .containsExactly("revoked");
    }
}
