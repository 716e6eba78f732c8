package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Change;
import io.lapwing.service.Commit;
import io.lapwing.service.Row;
import io.lapwing.vault.KeyBinding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiversAndPeersTest {
    private static final KeyBinding.Role NS = KeyBinding.Role.NETWORK_SERVER;
    private static final KeyBinding.Role AS = KeyBinding.Role.APPLICATION_SERVER;
    private static final String SHA_256 = "2B7E151628AED2A6".repeat(4);
    private static final String OTHER_SHA_256 = "ABF7158809CF4F3C".repeat(4);
    private static final long SECOND_NANOS = 1_000_000_000L;

    @TempDir Path folder;
    private TestKms test;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void usesTheNewestVersionUntilItIsRetired() {
        Receivers receivers = test.kms.receivers();
        receivers.importSealed(ANNA, NS, "acme", test.sealed(TestKms.octets(1, 16)));
        receivers.importSealed(ANNA, NS, "acme", test.sealed(TestKms.octets(2, 32)));

        assertThat(receivers.wrappingKey(NS, "acme").binding().version()).isEqualTo(2);
        receivers.retire(ANNA, NS, "acme", 2);
        assertThat(receivers.wrappingKey(NS, "acme").binding().version()).isEqualTo(1);
        receivers.retire(ANNA, NS, "acme", 1);
        assertFault(Fault.Kind.NOT_FOUND, () -> receivers.wrappingKey(NS, "acme"));
        assertThat(
                        receivers
                                .importSealed(ANNA, NS, "acme", test.sealed(TestKms.octets(3, 16)))
                                .newest()
                                .orElseThrow()
                                .number())
                .isEqualTo(3);
    }

    @Test
    void keepsTheSameLabelApartByRole() {
        Receivers receivers = test.kms.receivers();
        receivers.importSealed(ANNA, NS, "acme", test.sealed(TestKms.octets(1, 16)));

        assertFault(Fault.Kind.NOT_FOUND, () -> receivers.wrappingKey(AS, "acme"));
        assertThat(receivers.list(Optional.empty(), 10))
                .extracting(Receiver::label)
                .containsExactly("acme");
    }

    @Test
    void seesAnotherProcesssChangeAfterOneSecond() {
        Receivers here = test.kms.receivers();
        Receivers there = new Kms(test.store, test.vault, () -> TestKms.NOW, () -> 0L).receivers();
        here.importSealed(ANNA, NS, "acme", test.sealed(TestKms.octets(1, 16)));
        here.wrappingKey(NS, "acme");

        there.retire(ANNA, NS, "acme", 1);

        test.nanos.addAndGet(SECOND_NANOS);
        assertFault(Fault.Kind.NOT_FOUND, () -> here.wrappingKey(NS, "acme"));
    }

    @Test
    void findsAPeerByItsCertificateAndKeepsAllOfIt() {
        Peer peer = networkServer("network-server:acme", "acme");

        test.kms.peers().add(ANNA, peer);

        assertThat(test.kms.peers().find("network-server:acme")).contains(peer);
        assertThat(test.kms.peers().find("network-server:bolt")).isEmpty();
        assertFault(Fault.Kind.CONFLICT, () -> test.kms.peers().add(ANNA, peer));
        assertFault(
                Fault.Kind.CONFLICT,
                () -> test.kms.peers().add(ANNA, networkServer("network-server:bolt", "acme")));
    }

    @Test
    void knowsAPeerByCertificatesOfOtherAuthorities() {
        PeerCertificates certificates = test.kms.peerCertificates();
        test.kms.peers().add(ANNA, networkServer("network-server:acme", "acme"));

        certificates.enter(ANNA, "network-server:acme", SHA_256, "CN=acme");
        certificates.enter(ANNA, "network-server:acme", SHA_256, "CN=acme");
        certificates.enter(ANNA, "network-server:acme", OTHER_SHA_256, "CN=acme");

        assertThat(certificates.peerOf(SHA_256)).contains("network-server:acme");
        assertThat(certificates.of("network-server:acme"))
                .containsExactlyInAnyOrder(SHA_256, OTHER_SHA_256);
        assertThat(certificates.of("network-server:acm")).isEmpty();
    }

    @Test
    void knowsAPeerByARemovedCertificateNoMore() {
        PeerCertificates certificates = test.kms.peerCertificates();
        test.kms.peers().add(ANNA, networkServer("network-server:acme", "acme"));
        certificates.enter(ANNA, "network-server:acme", SHA_256, "CN=acme");

        certificates.remove(ANNA, "network-server:acme", SHA_256.toLowerCase(Locale.ROOT));

        assertThat(certificates.peerOf(SHA_256)).isEmpty();
        assertThat(certificates.of("network-server:acme")).isEmpty();
        assertFault(
                Fault.Kind.NOT_FOUND,
                () -> certificates.remove(ANNA, "network-server:acme", SHA_256));
    }

    @Test
    void takesACertificateForOnePeerAlone() {
        PeerCertificates certificates = test.kms.peerCertificates();
        test.kms.peers().add(ANNA, networkServer("network-server:acme", "acme"));
        test.kms.peers().add(ANNA, networkServer("network-server:bolt", "bolt"));
        certificates.enter(ANNA, "network-server:acme", SHA_256, "CN=acme");

        assertFault(
                Fault.Kind.CONFLICT,
                () -> certificates.enter(ANNA, "network-server:bolt", SHA_256, "CN=acme"));
        assertFault(
                Fault.Kind.NOT_FOUND,
                () -> certificates.enter(ANNA, "network-server:gone", OTHER_SHA_256, "CN=gone"));
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> certificates.enter(ANNA, "network-server:acme", "5F2A", "CN=acme"));
        assertThat(certificates.peerOf(SHA_256)).contains("network-server:acme");
    }

    @Test
    void disablesAPeerAtOnce() {
        test.kms.peers().add(ANNA, networkServer("network-server:acme", "acme"));
        test.kms.peers().find("network-server:acme");

        test.kms.peers().enable(ANNA, "network-server:acme", false);

        assertThat(test.kms.peers().find("network-server:acme").orElseThrow().enabled()).isFalse();
    }

    @Test
    void letsAPeerSpeakOfItsOwnDevicesAlone() {
        Peer peer = networkServer("network-server:acme", "acme");
        Device its = TestKms.device(1, MacVersion.V1_0_4).withOwner("acme").provisioned(List.of());
        Device anothers =
                TestKms.device(2, MacVersion.V1_0_4).withOwner("bolt").provisioned(List.of());

        assertThat(peer.maySpeakOf(its)).isTrue();
        assertThat(peer.maySpeakOf(anothers)).isFalse();
    }

    @Test
    void takesRevokedSerialsOfEarlierVersionsIntoTheRevocations() {
        Peer peer = networkServer("network-server:acme", "acme");
        test.kms.peers().add(ANNA, peer);
        Row row = test.store.scan("peer", Optional.empty(), 1).getFirst();
        String earlier =
                new String(row.body().toArray(), StandardCharsets.UTF_8)
                        .replace("\"v\":2", "\"v\":1")
                        .replace("answers\"", "answers\",\"revokedSerials\":[\"0A\",\"7F\"]");
        Commit written =
                test.store.commit(
                        new Change(
                                row.key(),
                                row.version(),
                                Optional.of(Bytes.of(earlier.getBytes(StandardCharsets.UTF_8))),
                                Optional.empty(),
                                new AuditEvent(
                                        TestKms.NOW,
                                        "test",
                                        "peer.change",
                                        "acme",
                                        "done",
                                        new TreeMap<>())));

        test.kms.upgrade();
        test.kms.upgrade();

        assertThat(written).isInstanceOf(Commit.Done.class);
        assertThat(test.kms.revocations().contains("A", "00")).isTrue();
        assertThat(test.kms.revocations().of("network-server:acme"))
                .containsExactlyInAnyOrder("A", "7F");
        assertThat(test.kms.peers().find("network-server:acme")).contains(peer);
    }

    private static Peer networkServer(String certificate, String name) {
        return new Peer(
                certificate,
                name,
                true,
                Peer.Role.NETWORK_SERVER,
                Set.of(NetId.parse("000013")),
                Set.of(),
                Set.of(),
                List.of(EuiPrefix.parse("70B3D57ED0000000/40")),
                Set.of("acme"),
                Labels.NONE,
                Optional.of("ns:13"),
                Optional.of(URI.create("https://ns.example/answers")));
    }

    private static void assertFault(Fault.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }
}
