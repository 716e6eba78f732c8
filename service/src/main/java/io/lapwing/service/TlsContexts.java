package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.security.GeneralSecurityException;
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
}
