package io.lapwing.platform;

import io.lapwing.service.Credentials;
import io.lapwing.service.Pem;
import io.lapwing.service.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The certificate by which clients know this server, in `server.pem` and `server-key.pem`; an operator may put there one
/// of another authority.
record ServerCertificate(Path folder, Pki pki) {
    /// A certificate of our own that ends sooner is made anew.
    static final Duration RENEW_BEFORE = Duration.ofDays(30);

    /// The certificate to show, for these names. One of our own authority is made when there is none, when it ends
    /// soon, or when the names changed; one of another authority is never touched.
    Credentials current(List<String> names) {
        Path certificate = folder.resolve("server.pem");
        Path key = folder.resolve("server-key.pem");
        if (Files.exists(certificate) && Files.exists(key)) {
            Credentials there = Pem.credentials(certificate, key);
            if (!ours(there.certificate()) || stillGood(there.certificate(), names)) {
                return there;
            }
        }
        Credentials made = pki.issueServer(names);
        Pem.writeKey(key, made);
        Pem.writeCertificates(certificate, made.chain());
        return made;
    }

    private boolean ours(X509Certificate certificate) {
        return certificate
                .getIssuerX500Principal()
                .equals(pki.authority().getSubjectX500Principal());
    }

    private static boolean stillGood(X509Certificate certificate, List<String> names) {
        boolean lasts =
                certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEW_BEFORE));
        return lasts && names(certificate).containsAll(names);
    }

    private static Set<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.toSet());
        } catch (CertificateParsingException _) {
            return Set.of();
        }
    }
}
