package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom one end of a connection lets in: certificates of its own authorities, and those of peers' authorities that state no
/// [PeerIdentity]. Such an identity is a right, which only our own authority can give; whoever else signs one is refused,
/// so that behind the handshake an identity in a certificate is always ours.
///
/// Revoked certificates are refused after all other checks.
final class PeerTrust extends X509ExtendedTrustManager {
    private static final char[] NO_PASSWORD = new char[0];

    private final TlsMaterial material;
    private final X509ExtendedTrustManager own;
    private final Optional<X509ExtendedTrustManager> peers;

    PeerTrust(TlsMaterial material) throws GeneralSecurityException, IOException {
        this.material = material;
        own = of(material.authorities());
        peers =
                material.peerAuthorities().isEmpty()
                        ? Optional.empty()
                        : Optional.of(of(material.peerAuthorities()));
    }

    /// Trust in these authorities alone.
    static X509ExtendedTrustManager of(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /// How the JDK asks a trust manager about a chain.
    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager trust) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.by(own);
        } catch (CertificateException notOwn) {
            checkPeers(chain, check, notOwn);
        }
        for (X509Certificate certificate : chain) {
            if (material.revoked().test(certificate)) {
                throw new CertificateException("certificate revoked");
            }
        }
    }

    private void checkPeers(X509Certificate[] chain, Check check, CertificateException notOwn)
            throws CertificateException {
        if (peers.isEmpty()) {
            throw notOwn;
        }
        try {
            check.by(peers.get());
        } catch (CertificateException notPeers) {
            throw namesOurs(chain[0]) ? notOwn : notPeers;
        }
        if (statesIdentity(chain[0])) {
            throw new CertificateException(
                    "certificate of a peer's authority states an identity of ours");
        }
    }

    /// Whether the certificate says that one of our own authorities issued it: then what that one found wrong is worth
    /// telling.
    private boolean namesOurs(X509Certificate certificate) {
        return material.authorities().stream()
                .map(X509Certificate::getSubjectX500Principal)
                .anyMatch(certificate.getIssuerX500Principal()::equals);
    }

    private static boolean statesIdentity(X509Certificate certificate) {
        try {
            return PeerIdentity.of(certificate).isPresent();
        } catch (Fault _) {
            return true; // two identities, or a broken one
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain, trust -> trust.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, trust -> trust.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain, trust -> trust.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Stream.concat(Stream.of(own), peers.stream())
                .flatMap(trust -> Stream.of(trust.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
