package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/// The certificate authority of one installation: made at the first start, it vouches for this server and for its peers.
///
/// Custody: the authority's key (ECDSA P-256) is the file `ca-key.pem`, mode 0600, in a folder of mode 0700. Whoever
/// reads it can name himself any peer, though never read a root key. Keep a copy off the machine; to keep the key itself
/// off the machine, make the certificates elsewhere with the same command and give the server its certificates and
/// `ca.pem` alone.
///
/// Instances are safe for use by many threads.
public final class Pki {
    /// How long the authority is valid.
    public static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3652);

    /// How long a certificate is valid: CA/Browser Forum Baseline Requirements §6.3.2 allowed 398 days at most.
    public static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(397);

    private static final String CERTIFICATE_FILE = "ca.pem";
    private static final String KEY_FILE = "ca-key.pem";

    private final Credentials authority;
    private final CertificateMaker maker;

    private Pki(Credentials authority, CertificateMaker maker) {
        this.authority = authority;
        this.maker = maker;
    }

    /// Opens the authority in the folder, or makes one there when there is none.
    ///
    /// @param name what the authority calls itself, shown in certificates
    public static Pki openOrCreate(Path folder, String name, InstantSource clock) {
        Path certificate = folder.resolve(CERTIFICATE_FILE);
        Path key = folder.resolve(KEY_FILE);
        CertificateMaker maker = new CertificateMaker(clock);
        if (!Files.exists(certificate)) {
            create(folder, name, maker);
        }
        return new Pki(Pem.credentials(certificate, key), maker);
    }

    private static void create(Path folder, String name, CertificateMaker maker) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, folder + ": cannot be made", e);
        }
        Credentials made = maker.authority(name, AUTHORITY_VALIDITY);
        Pem.writeKey(folder.resolve(KEY_FILE), made);
        Pem.writeCertificates(folder.resolve(CERTIFICATE_FILE), made.chain());
    }

    /// The authority's own certificate: what peers must trust.
    public X509Certificate authority() {
        return authority.certificate();
    }

    /// A new key and certificate for a server.
    ///
    /// @param hosts the DNS names and IP addresses by which clients reach it, at least one
    public Credentials issueServer(List<String> hosts) {
        return issueServer(hosts, CERTIFICATE_VALIDITY);
    }

    Credentials issueServer(List<String> hosts, Duration validity) {
        KeyPair keys = CertificateMaker.newKeys();
        X509Certificate made = maker.server(authority, keys.getPublic(), hosts, validity);
        return new Credentials(List.of(made, authority()), keys.getPrivate());
    }

    /// A new key and certificate for a peer.
    public Credentials issueClient(PeerIdentity peer) {
        return issueClient(peer, CERTIFICATE_VALIDITY);
    }

    Credentials issueClient(PeerIdentity peer, Duration validity) {
        KeyPair keys = CertificateMaker.newKeys();
        X509Certificate made = maker.client(authority, keys.getPublic(), peer, validity);
        return new Credentials(List.of(made, authority()), keys.getPrivate());
    }

    /// A certificate for a peer that made its own key.
    ///
    /// Nothing of the request but its public key enters the certificate; the identity is the caller's decision.
    ///
    /// @param request a certificate request (PKCS#10, RFC 2986) in PEM, signed by its key
    /// @throws Fault `BAD_INPUT` when it is malformed, its signature is wrong, or its key is too weak
    public X509Certificate signClient(String request, PeerIdentity peer) {
        return maker.client(
                authority, CertificateRequest.publicKey(request), peer, CERTIFICATE_VALIDITY);
    }

    /// Which of the certificates end within `within`, soonest first, those that have ended included.
    public static List<X509Certificate> expiring(
            List<X509Certificate> certificates, Instant now, Duration within) {
        return certificates.stream()
                .filter(c -> c.getNotAfter().toInstant().isBefore(now.plus(within)))
                .sorted(java.util.Comparator.comparing(X509Certificate::getNotAfter))
                .toList();
    }

    static X500Name name(String commonName) {
        return new org.bouncycastle.asn1.x500.X500NameBuilder()
                .addRDN(org.bouncycastle.asn1.x500.style.BCStyle.CN, commonName)
                .build();
    }
}
