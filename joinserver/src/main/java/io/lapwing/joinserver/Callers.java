package io.lapwing.joinserver;

import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentHashMap;

/// Who holds which certificate, remembered: a connection shows the same certificate with each of its requests, and reading
/// and hashing it each time would cost as much as the join's own cryptography.
///
/// Safe for use by many threads.
public final class Callers {
    /// So many certificates are remembered; then all are forgotten.
    private static final int MAX_CERTIFICATES = 4096;

    private final ConcurrentHashMap<X509Certificate, Caller> known = new ConcurrentHashMap<>();

    /// As [Caller#of].
    public Caller of(X509Certificate certificate) {
        Caller caller = known.get(certificate);
        if (caller != null) {
            return caller;
        }
        if (known.size() >= MAX_CERTIFICATES) {
            known.clear();
        }
        Caller made = Caller.of(certificate);
        known.put(certificate, made);
        return made;
    }
}
