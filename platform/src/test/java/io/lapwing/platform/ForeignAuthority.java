package io.lapwing.platform;

import io.lapwing.service.Credentials;
import io.lapwing.service.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A certificate authority that is not ours, made by the JDK's `keytool`.
final class ForeignAuthority {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    /// @param folder an empty one
    ForeignAuthority(Path folder) throws Exception {
        this.folder = folder;
        make("ca", "-ext", "bc:critical=ca:true");
        Pem.writeCertificates(file(), List.of(read("ca").certificate()));
    }

    /// Its certificate.
    Path file() {
        return folder.resolve("ca.pem");
    }

    /// A client certificate with these further extensions.
    Credentials issue(String name, String... extensions) throws Exception {
        String[] all =
                Stream.concat(
                                Stream.of("-signer", "ca", "-ext", "eku=clientAuth"),
                                Stream.of(extensions)
                                        .flatMap(extension -> Stream.of("-ext", extension)))
                        .toArray(String[]::new);
        make(name, all);
        return read(name);
    }

    private void make(String name, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                name,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=" + name,
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store().toString(),
                                "-storepass",
                                PASSWORD));
        command.addAll(List.of(more));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new AssertionError("keytool: " + said);
        }
    }

    private Path store() {
        return folder.resolve("authority.p12");
    }

    private Credentials read(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            store.load(in, PASSWORD.toCharArray());
        }
        List<X509Certificate> chain =
                Stream.of(store.getCertificateChain(name))
                        .map(X509Certificate.class::cast)
                        .toList();
        return new Credentials(chain, (PrivateKey) store.getKey(name, PASSWORD.toCharArray()));
    }
}
