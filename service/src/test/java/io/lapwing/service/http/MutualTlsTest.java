package io.lapwing.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.TestBed.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsTest {
    private static final Route OPEN = Route.get("/open", Access.open(), _ -> Response.text("open"));
    private static final Route ANY = Route.get("/any", Access.anyPeer(), _ -> Response.text("any"));
    private static final Route ADMIN =
            Route.get("/admin", Access.roles("admin"), _ -> Response.text("admin"));

    @TempDir Path folder;

    private static TestBed bed(ClientCertificates certificates) throws IOException {
        return new TestBed(certificates, TestBed.LIMITS, OPEN, ANY, ADMIN);
    }

    /// A client that trusts the authority and has no certificate.
    private static RawClient anonymous(TestBed bed) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", bed.pki.authority());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(bed.address(), TestBed.TIMEOUT_MS);
        socket.setSoTimeout(TestBed.TIMEOUT_MS);
        return new RawClient(socket);
    }

    @Test
    void admitsAPeerOfTheRightRole() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED);
                RawClient client = bed.connect(bed.client("admin", "root"))) {
            assertThat(client.get("/admin")).startsWith("HTTP/1.1 200 ");
            assertThat(client.socket().getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void refusesAPeerOfAnotherRole() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED);
                RawClient client = bed.connect(bed.client("station", "line-1"))) {
            assertThat(client.get("/admin"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("role station may not do this");
            assertThat(client.get("/any")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void refusesAConnectionWithoutACertificate() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED);
                RawClient client = anonymous(bed)) {
            assertThatThrownBy(() -> client.get("/open")).isInstanceOf(IOException.class);
            assertThat(bed.nextRefusal()).contains("Empty client certificate chain");
        }
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED)) {
            Pki other = TestBed.newPki();
            TlsMaterial stranger = bed.client(other.issueClient(new PeerIdentity("admin", "root")));

            assertThatThrownBy(() -> get(bed, stranger, "/open")).isInstanceOf(IOException.class);
            assertThat(bed.nextRefusal()).contains("signature check failed");
        }
    }

    @Test
    void refusesACertificateThatHasEnded() throws Exception {
        InstantSource longAgo = InstantSource.fixed(Instant.now().minus(Duration.ofDays(400)));
        Pki.openOrCreate(folder.resolve("pki"), "Test authority", longAgo);
        Pki old = Pki.openOrCreate(folder.resolve("pki"), "Test authority", longAgo);
        Pki pki = Pki.openOrCreate(folder.resolve("pki"), "Test authority", InstantSource.system());
        try (TestBed bed = new TestBed(pki, ClientCertificates.REQUIRED, TestBed.LIMITS, OPEN)) {
            TlsMaterial ended = bed.client(old.issueClient(new PeerIdentity("admin", "root")));

            assertThatThrownBy(() -> get(bed, ended, "/open")).isInstanceOf(IOException.class);
            assertThat(bed.nextRefusal()).contains("PKIX path validation failed");
        }
    }

    @Test
    void refusesAServersCertificateFromAClient() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED)) {
            TlsMaterial server = bed.material();

            assertThatThrownBy(() -> get(bed, server, "/open")).isInstanceOf(IOException.class);
            assertThat(bed.nextRefusal()).contains("Extended key usage");
        }
    }

    @Test
    void answersOpenRoutesAloneWithoutACertificateWhenOptional() throws Exception {
        try (TestBed bed = bed(ClientCertificates.OPTIONAL);
                RawClient client = anonymous(bed)) {
            assertThat(client.get("/open")).startsWith("HTTP/1.1 200 ");
            assertThat(client.get("/any"))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("no certificate: want one of a known authority");
            assertThat(client.get("/admin")).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void refusesTls12UnlessAllowed() throws Exception {
        try (TestBed bed = bed(ClientCertificates.OPTIONAL);
                RawClient client = anonymous(bed)) {
            client.socket().setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(() -> client.get("/open")).isInstanceOf(IOException.class);
            assertThat(bed.nextRefusal()).contains("protocol");
        }
    }

    @Test
    void showsARenewedCertificateAfterReloadAndKeepsOpenConnections() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED);
                RawClient before = bed.connect(bed.client("admin", "root"))) {
            TlsMaterial renewed = bed.material();

            bed.server.reload(renewed);

            try (RawClient after = bed.connect(bed.client("admin", "root"))) {
                assertThat(shown(after)).isEqualTo(renewed.credentials().certificate());
                assertThat(shown(before)).isNotEqualTo(shown(after));
                assertThat(before.get("/open")).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void trustsAFurtherAuthorityAfterReload() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED)) {
            Pki other = TestBed.newPki();
            TlsMaterial peer = bed.client(other.issueClient(new PeerIdentity("admin", "root")));
            assertThatThrownBy(() -> get(bed, peer, "/any")).isInstanceOf(IOException.class);

            bed.server.reload(
                    new TlsMaterial(
                            bed.material().credentials(),
                            List.of(bed.pki.authority(), other.authority())));

            assertThat(get(bed, peer, "/any")).startsWith("HTTP/1.1 200 ");
        }
    }

    /// A right of ours is in our authority's gift alone, also when that name is our authority's.
    @Test
    void refusesAnIdentityFromAPeersAuthority() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED)) {
            Pki other = TestBed.newPki();
            TlsMaterial own = bed.material();
            bed.server.reload(
                    new TlsMaterial(
                            own.credentials(),
                            own.authorities(),
                            List.of(other.authority()),
                            own.revoked()));
            TlsMaterial liar = bed.client(other.issueClient(new PeerIdentity("admin", "root")));

            assertThatThrownBy(() -> get(bed, liar, "/open")).isInstanceOf(IOException.class);

            assertThat(bed.nextRefusal()).contains("states an identity of ours");
            assertThat(get(bed, bed.client("admin", "root"), "/admin")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void refusesARevokedCertificateAlsoOnAnOpenConnection() throws Exception {
        AtomicBoolean revoked = new AtomicBoolean();
        try (TestBed bed = bed(ClientCertificates.REQUIRED)) {
            TlsMaterial own = bed.material();
            bed.server.reload(
                    new TlsMaterial(own.credentials(), own.authorities(), _ -> revoked.get()));
            try (RawClient client = bed.connect(bed.client("admin", "root"))) {
                assertThat(client.get("/admin")).startsWith("HTTP/1.1 200 ");

                revoked.set(true);

                assertThat(client.get("/admin"))
                        .startsWith("HTTP/1.1 401 ")
                        .contains("certificate revoked");
                TlsMaterial again = bed.client("admin", "root");
                assertThatThrownBy(() -> get(bed, again, "/any")).isInstanceOf(IOException.class);
                assertThat(bed.nextRefusal()).contains("certificate revoked");
            }
        }
    }

    @Test
    void forgetsConnectionsThatEnded() throws Exception {
        try (TestBed bed = bed(ClientCertificates.REQUIRED)) {
            TlsMaterial client = bed.client("admin", "root");
            for (int i = 0; i < 10; i++) {
                get(bed, client, "/open");
            }

            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (bed.server.connections() > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(bed.server.connections()).isZero();
        }
    }

    private static String get(TestBed bed, TlsMaterial material, String path) throws IOException {
        try (RawClient client = bed.connect(material)) {
            return client.get(path);
        }
    }

    private static X509Certificate shown(RawClient client) throws IOException {
        return (X509Certificate) client.socket().getSession().getPeerCertificates()[0];
    }

    @Test
    void makesItsFilesForTheOwnerAlone() throws Exception {
        Pki.openOrCreate(folder.resolve("pki"), "Test authority", InstantSource.system());

        assertThat(Files.getPosixFilePermissions(folder.resolve("pki/ca-key.pem")))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }
}
