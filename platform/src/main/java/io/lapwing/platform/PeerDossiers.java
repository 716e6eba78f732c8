package io.lapwing.platform;

import io.lapwing.console.PeerDesk.CertificateView;
import io.lapwing.kms.Kms;
import io.lapwing.service.PeerIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which certificates a peer has: those issued here, and those of other authorities that were entered for it.
final class PeerDossiers {
    private static final int MAX_SUBJECT_LENGTH = 256;

    private final Kms kms;
    private final IssuedCertificates issued;

    PeerDossiers(Platform platform) {
        kms = platform.kms();
        issued = new IssuedCertificates(platform.folder().tls());
    }

    /// When the last certificate of each identity ends.
    record Ends(Map<String, Instant> byIdentity) {
        Optional<String> of(String identity) {
            return Optional.ofNullable(byIdentity.get(identity)).map(Instant::toString);
        }
    }

    /// Of all certificates that were issued here and are not revoked.
    Ends ends() {
        Map<String, Instant> ends = new HashMap<>();
        for (X509Certificate one : issued.all()) {
            Optional<String> identity = PeerIdentity.of(one).map(PeerIdentity::toString);
            if (identity.isPresent() && !isRevoked(IssuedCertificates.serial(one))) {
                ends.merge(
                        identity.get(),
                        one.getNotAfter().toInstant(),
                        (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        return new Ends(ends);
    }

    /// All of one identity.
    List<CertificateView> of(String identity) {
        List<CertificateView> all = new ArrayList<>();
        for (X509Certificate one : issued.all()) {
            boolean mine =
                    PeerIdentity.of(one)
                            .map(PeerIdentity::toString)
                            .filter(identity::equals)
                            .isPresent();
            if (mine) {
                all.add(issued(one));
            }
        }
        kms.peerCertificates().of(identity).forEach(sha256 -> all.add(foreign(sha256)));
        return all;
    }

    /// One of an identity, by its serial number or SHA-256 in either case.
    Optional<CertificateView> of(String identity, String id) {
        return of(identity).stream().filter(one -> one.id().equalsIgnoreCase(id)).findFirst();
    }

    private CertificateView issued(X509Certificate one) {
        String serial = IssuedCertificates.serial(one);
        Instant ends = one.getNotAfter().toInstant();
        String state =
                isRevoked(serial) ? "revoked" : ends.isBefore(Instant.now()) ? "ended" : "good";
        return new CertificateView(serial, "platform", state, Optional.of(ends.toString()));
    }

    private CertificateView foreign(String sha256) {
        return new CertificateView(
                sha256, "other", isRevoked(sha256) ? "revoked" : "trusted", Optional.empty());
    }

    private boolean isRevoked(String id) {
        return kms.revocations().contains(id, id);
    }

    /// As far as an audit record needs it. RFC 2253 text of a certificate may hold any sign, a broken one too.
    static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.length() > MAX_SUBJECT_LENGTH
                        || !name.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? "(not told)"
                : name;
    }
}
