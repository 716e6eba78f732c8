package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Makes the JDK's TLS contexts from certificates and keys.
public final class TlsContexts {
    private TlsContexts() {}

    /// A context for either end. It does not change when the files it came from do: make a new one.
    public static SSLContext of(TlsMaterial material) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new OneKey(material.credentials())},
                    new TrustManager[] {new PeerTrust(material)},
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "certificates that make no TLS context", e);
        }
    }

    /// A client's context without a certificate of its own.
    ///
    /// @param authorities whom it trusts; none: those of the Java runtime
    public static SSLContext trusting(List<X509Certificate> authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust =
                    authorities.isEmpty() ? null : new TrustManager[] {PeerTrust.of(authorities)};
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "certificates that make no TLS context", e);
        }
    }
}
