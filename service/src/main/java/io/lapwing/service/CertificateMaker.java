package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes certificates as RFC 5280 profiles them, signed with ECDSA over P-256 and SHA-256.
final class CertificateMaker {
    /// Clocks of peers differ: a certificate is valid from a little before it was made.
    private static final Duration CLOCK_LEEWAY = Duration.ofMinutes(5);

    /// RFC 5280 §4.1.2.2: at most 20 octets; the top bit stays clear.
    private static final int SERIAL_BITS = 159;

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern HOST =
            Pattern.compile(
                    "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    CertificateMaker(InstantSource clock) {
        this.clock = clock;
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "no key pair", e);
        }
    }

    Credentials authority(String name, Duration validity) {
        KeyPair keys = newKeys();
        X500Name subject = Pki.name(name);
        try {
            JcaX509v3CertificateBuilder builder =
                    builder(subject, subject, keys.getPublic(), validity);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            X509Certificate made = sign(builder, keys.getPrivate());
            return new Credentials(List.of(made), keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw failed(e);
        }
    }

    X509Certificate server(
            Credentials issuer, PublicKey key, List<String> hosts, Duration validity) {
        if (hosts.isEmpty()) {
            throw Fault.badInput("server certificate without a host: want a DNS name or address");
        }
        GeneralName[] names =
                hosts.stream().map(CertificateMaker::host).toArray(GeneralName[]::new);
        return leaf(issuer, key, hosts.getFirst(), names, KeyPurposeId.id_kp_serverAuth, validity);
    }

    X509Certificate client(
            Credentials issuer, PublicKey key, PeerIdentity peer, Duration validity) {
        GeneralName[] names = {new GeneralName(GeneralName.uniformResourceIdentifier, peer.uri())};
        return leaf(issuer, key, peer.name(), names, KeyPurposeId.id_kp_clientAuth, validity);
    }

    private static GeneralName host(String host) {
        if (ADDRESS.matcher(host).matches()) {
            return address(host);
        }
        if (host.length() > 253 || !HOST.matcher(host).matches()) {
            throw Fault.badInput("host of a certificate: want a DNS name or an IP address");
        }
        return new GeneralName(GeneralName.dNSName, host);
    }

    private static GeneralName address(String host) {
        try {
            return new GeneralName(GeneralName.iPAddress, host);
        } catch (IllegalArgumentException _) {
            throw Fault.badInput("host of a certificate: want four numbers or an IPv6 address");
        }
    }

    private X509Certificate leaf(
            Credentials issuer,
            PublicKey key,
            String commonName,
            GeneralName[] names,
            KeyPurposeId purpose,
            Duration validity) {
        X500Name from =
                X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder =
                    builder(from, Pki.name(commonName), key, validity);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(
                                    issuer.certificate().getPublicKey()));
            return sign(builder, issuer.key());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw failed(e);
        }
    }

    private JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Duration validity)
            throws IOException, GeneralSecurityException {
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                        Date.from(now.minus(CLOCK_LEEWAY)),
                        Date.from(now.plus(validity)),
                        subject,
                        key);
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(
            JcaX509v3CertificateBuilder builder, java.security.PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static Fault failed(Exception e) {
        return new Fault(Fault.Kind.INTERNAL, "certificate could not be made", e);
    }
}
