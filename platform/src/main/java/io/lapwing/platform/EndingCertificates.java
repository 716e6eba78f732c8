package io.lapwing.platform;

import io.lapwing.service.Pem;
import io.lapwing.service.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The certificates of an instance that end soon, or have ended: its own, its authority's, those it issued, and those of
/// peers' authorities.
final class EndingCertificates {
    private static final Duration SOON = Duration.ofDays(30);

    private EndingCertificates() {}

    static List<X509Certificate> of(Platform platform) {
        Path folder = platform.folder().tls();
        List<X509Certificate> all = new ArrayList<>(new IssuedCertificates(folder).all());
        all.add(platform.pki().authority());
        all.addAll(WebDoor.peerAuthorities(platform));
        Path server = folder.resolve("server.pem");
        if (Files.exists(server)) {
            all.add(Pem.certificates(server).getFirst());
        }
        return Pki.expiring(all, Instant.now(), SOON);
    }
}
