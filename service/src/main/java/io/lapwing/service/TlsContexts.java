package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Makes the JDK's TLS contexts from certificates and keys.
public final class TlsContexts {
    private static final char[] NO_PASSWORD = new char[0];

    private TlsContexts() {}

    /// A context for either end. It does not change when the files it came from do: make a new one.
    public static SSLContext of(TlsMaterial material) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = {
                new Revoking(trust(material.authorities()), material.revoked())
            };
            context.init(new KeyManager[] {new OneKey(material.credentials())}, trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "certificates that make no TLS context", e);
        }
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
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

    /// Refuses revoked certificates after all other checks.
    private static final class Revoking extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager inner;
        private final Predicate<X509Certificate> revoked;

        Revoking(X509ExtendedTrustManager inner, Predicate<X509Certificate> revoked) {
            this.inner = inner;
            this.revoked = revoked;
        }

        private void refuseRevoked(X509Certificate[] chain) throws CertificateException {
            for (X509Certificate certificate : chain) {
                if (revoked.test(certificate)) {
                    throw new CertificateException("certificate revoked");
                }
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            inner.checkClientTrusted(chain, type, socket);
            refuseRevoked(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            inner.checkServerTrusted(chain, type, socket);
            refuseRevoked(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            inner.checkClientTrusted(chain, type, engine);
            refuseRevoked(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            inner.checkServerTrusted(chain, type, engine);
            refuseRevoked(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            inner.checkClientTrusted(chain, type);
            refuseRevoked(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            inner.checkServerTrusted(chain, type);
            refuseRevoked(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return inner.getAcceptedIssuers();
        }
    }
}
