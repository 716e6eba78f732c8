package io.lapwing.service;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate with its issuers and its private key: who one is in a TLS connection.
///
/// @param chain the certificate first, then its issuers
/// @param key the private key of the first certificate
public record Credentials(List<X509Certificate> chain, PrivateKey key) {
    public Credentials {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw io.lapwing.crypto.Fault.badInput("credentials without a certificate: want one");
        }
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Never the key.
    @Override
    public String toString() {
        return "Credentials[" + certificate().getSubjectX500Principal() + ", key=[secret]]";
    }
}
