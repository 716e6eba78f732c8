package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.TreeMap;

/// Issues client certificates of this instance's authority: each is in the audit log and among [IssuedCertificates] before
/// anybody gets it.
final class CertificateIssuer {
    private final Platform platform;

    CertificateIssuer(Platform platform) {
        this.platform = platform;
    }

    /// A certificate for a key that its holder made.
    ///
    /// @param request PKCS#10 in PEM
    X509Certificate sign(Actor actor, PeerIdentity identity, String request) {
        X509Certificate made = platform.pki().signClient(request, identity);
        keep(actor, identity, made);
        return made;
    }

    /// A certificate with a new key.
    Credentials make(Actor actor, PeerIdentity identity) {
        Credentials made = platform.pki().issueClient(identity);
        keep(actor, identity, made.certificate());
        return made;
    }

    private void keep(Actor actor, PeerIdentity identity, X509Certificate made) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("serial", IssuedCertificates.serial(made));
        details.put("ends", made.getNotAfter().toInstant().toString());
        platform.store()
                .record(
                        new AuditEvent(
                                Instant.now(),
                                actor.toString(),
                                "peer.certificate",
                                identity.toString(),
                                "done",
                                details));
        new IssuedCertificates(platform.folder().tls()).keep(made);
    }
}
