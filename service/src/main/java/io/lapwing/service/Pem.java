package io.lapwing.service;

import io.lapwing.crypto.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Certificates and private keys as PEM text (RFC 7468).
public final class Pem {
    /// Files of PEM are small; a larger one is something else.
    static final int FILE_LIMIT_BYTES = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> ALL_READ =
            PosixFilePermissions.fromString("rw-r--r--");

    private Pem() {}

    /// All certificates in the file, in their order.
    ///
    /// @throws Fault `BAD_INPUT` when there is none
    public static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = certificates(text(file));
        if (found.isEmpty()) {
            throw Fault.badInput(file + ": no CERTIFICATE block: want a certificate in PEM");
        }
        return found;
    }

    /// All certificates in the text, in their order.
    public static List<X509Certificate> certificates(String text) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found = new ArrayList<>();
            for (byte[] der : blocks(text, "CERTIFICATE")) {
                found.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "CERTIFICATE block that is no certificate", e);
        }
    }

    /// The one private key in the file, PKCS#8, of an elliptic curve or RSA.
    public static PrivateKey privateKey(Path file) {
        byte[] der = block(text(file), "PRIVATE KEY", file.toString());
        try {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
            return Stream.of("EC", "RSA", "Ed25519")
                    .flatMap(algorithm -> decode(algorithm, spec).stream())
                    .findFirst()
                    .orElseThrow(
                            () -> Fault.badInput(file + ": want PKCS#8 of EC, RSA or Ed25519"));
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static Optional<PrivateKey> decode(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    /// The certificates of one file with the private key of another, which must belong together.
    public static Credentials credentials(Path certificates, Path key) {
        Credentials read = new Credentials(certificates(certificates), privateKey(key));
        if (!KeyPairCheck.belongTogether(read.certificate().getPublicKey(), read.key())) {
            throw Fault.badInput(key + ": not the key of the certificate in " + certificates);
        }
        return read;
    }

    /// Certificates as text.
    public static String text(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new Fault(Fault.Kind.INTERNAL, "certificate without an encoding", e);
            }
        }
        return text.toString();
    }

    /// Writes certificates for all to read, whole or not at all.
    public static void writeCertificates(Path file, List<X509Certificate> certificates) {
        write(file, text(certificates).getBytes(StandardCharsets.US_ASCII), ALL_READ);
    }

    /// Writes the private key in PKCS#8 for the owner alone (0600), whole or not at all.
    public static void writeKey(Path file, Credentials credentials) {
        byte[] der = Pkcs8.of(credentials);
        byte[] pem = block("PRIVATE KEY", der).getBytes(StandardCharsets.US_ASCII);
        try {
            write(file, pem, OWNER_ONLY);
        } finally {
            Arrays.fill(der, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
    }

    static byte[] block(String text, String label, String source) {
        List<byte[]> found = blocks(text, label);
        if (found.size() != 1) {
            throw Fault.badInput(source + ": " + found.size() + " " + label + " blocks: want one");
        }
        return found.getFirst();
    }

    private static List<byte[]> blocks(String text, String label) {
        List<byte[]> found = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                try {
                    found.add(Base64.getMimeDecoder().decode(matcher.group(2)));
                } catch (IllegalArgumentException _) {
                    throw Fault.badInput(label + " block that is not base64");
                }
            }
        }
        return found;
    }

    private static String block(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > FILE_LIMIT_BYTES) {
                throw Fault.badInput(file + ": over " + FILE_LIMIT_BYTES + " bytes: want PEM");
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, file + ": cannot be read: want a PEM file", e);
        }
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.write(part, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.setPosixFilePermissions(part, permissions);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + ": cannot be written", e);
        }
    }
}
