package io.lapwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PkiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final PeerIdentity PEER = new PeerIdentity("network-server", "acme-ns");

    @TempDir Path folder;
    private Pki pki;

    @BeforeEach
    void open() {
        pki = Pki.openOrCreate(folder.resolve("pki"), "Lapwing test", InstantSource.fixed(NOW));
    }

    private static String request(KeyPair keys, KeyPair signer) throws Exception {
        var request =
                new JcaPKCS10CertificationRequestBuilder(Pki.name("whatever"), keys.getPublic())
                        .build(
                                new JcaContentSignerBuilder(
                                                signer.getPrivate().getAlgorithm().equals("RSA")
                                                        ? "SHA256withRSA"
                                                        : "SHA256withECDSA")
                                        .build(signer.getPrivate()));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(request);
        }
        return text.toString();
    }

    @Test
    void opensTheSameAuthorityAgain() {
        Pki again = Pki.openOrCreate(folder.resolve("pki"), "other", InstantSource.fixed(NOW));

        assertThat(again.authority()).isEqualTo(pki.authority());
        assertThat(pki.authority().getBasicConstraints()).isZero();
        assertThat(pki.authority().getNotAfter()).isEqualTo(NOW.plus(Pki.AUTHORITY_VALIDITY));
    }

    @Test
    void issuesAServersCertificateForItsHosts() throws Exception {
        X509Certificate made =
                pki.issueServer(List.of("js.example", "192.0.2.7", "::1")).certificate();

        made.verify(pki.authority().getPublicKey());
        assertThat(made.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "js.example"),
                        List.of(7, "192.0.2.7"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(made.getNotAfter()).isEqualTo(NOW.plus(Pki.CERTIFICATE_VALIDITY));
        assertThat(made.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void issuesAPeersCertificateThatStatesItsIdentity() throws Exception {
        X509Certificate made = pki.issueClient(PEER).certificate();

        made.verify(pki.authority().getPublicKey());
        assertThat(PeerIdentity.of(made)).contains(PEER);
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(PeerIdentity.of(pki.authority())).isEmpty();
    }

    @Test
    void signsARequestUnderTheIdentityGiven() throws Exception {
        KeyPair keys = CertificateMaker.newKeys();

        X509Certificate made = pki.signClient(request(keys, keys), PEER);

        assertThat(made.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(PeerIdentity.of(made)).contains(PEER);
        assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=acme-ns");
    }

    @Test
    void refusesARequestSignedByAnotherKey() throws Exception {
        String forged = request(CertificateMaker.newKeys(), CertificateMaker.newKeys());

        assertThatThrownBy(() -> pki.signClient(forged, PEER))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("its signature is not by its key");
    }

    @Test
    void refusesARequestWithAWeakKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();

        assertThatThrownBy(() -> pki.signClient(request(weak, weak), PEER))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("key of 1024 bits: want 2048");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"
            })
    void refusesWhatIsNoRequest(String text) {
        assertThatThrownBy(() -> pki.signClient(text, PEER))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "exa_mple", "-a.example", "a..b", "1.2.3.4.5", "a/b"})
    void refusesAHostThatIsNone(String host) {
        assertThatThrownBy(() -> pki.issueServer(List.of(host)))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lapwing:Admin:x",
                "lapwing:admin:",
                "lapwing:admin:a:b",
                "lapwing:admin:a b",
                "x:admin:a"
            })
    void refusesAnIdentityThatIsNone(String uri) {
        assertThatThrownBy(() -> PeerIdentity.parse(uri))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @Test
    void writesKeysForTheOwnerAloneAndReadsThemBack() throws Exception {
        Credentials made = pki.issueClient(PEER);
        Path key = folder.resolve("peer-key.pem");
        Path certificate = folder.resolve("peer.pem");

        Pem.writeKey(key, made);
        Pem.writeCertificates(certificate, made.chain());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Credentials read = Pem.credentials(certificate, key);
        assertThat(read.chain()).isEqualTo(made.chain());
        assertThat(((ECPrivateKey) read.key()).getS())
                .isEqualTo(((ECPrivateKey) made.key()).getS());
        assertThat(made).asString().contains("key=[secret]").doesNotContain("PrivateKey");
    }

    /// RFC 5915 §3: not every TLS library computes it.
    @Test
    void writesAnEcKeyWithItsPublicKey() throws Exception {
        Credentials made = pki.issueClient(PEER);
        Path file = folder.resolve("peer-key.pem");

        Pem.writeKey(file, made);

        byte[] der = Pem.block(Files.readString(file), "PRIVATE KEY", "key");
        var key =
                org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(
                        PrivateKeyInfo.getInstance(der).parsePrivateKey());
        var open = SubjectPublicKeyInfo.getInstance(made.certificate().getPublicKey().getEncoded());
        assertThat(key.getPublicKey().getOctets()).isEqualTo(open.getPublicKeyData().getOctets());
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        Path key = folder.resolve("other-key.pem");
        Path certificate = folder.resolve("peer.pem");
        Pem.writeKey(key, pki.issueClient(PEER));
        Pem.writeCertificates(certificate, pki.issueClient(PEER).chain());

        assertThatThrownBy(() -> Pem.credentials(certificate, key))
                .hasMessageContaining("not the key of the certificate");
    }

    @Test
    void listsWhatEndsSoonSoonestFirst() {
        X509Certificate first = pki.issueClient(PEER, Duration.ofDays(5)).certificate();
        X509Certificate second = pki.issueClient(PEER, Duration.ofDays(20)).certificate();
        X509Certificate late = pki.issueClient(PEER).certificate();

        assertThat(Pki.expiring(List.of(late, second, first), NOW, Duration.ofDays(30)))
                .containsExactly(first, second);
    }
}
