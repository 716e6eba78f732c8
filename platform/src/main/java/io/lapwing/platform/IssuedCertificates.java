package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The certificates that the authority issued to peers, in the folder `issued` beside it: none of their keys.
record IssuedCertificates(Path tlsFolder) {
    private Path folder() {
        return tlsFolder.resolve("issued");
    }

    /// A certificate's serial number as operators and peers' entries write it.
    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }

    void keep(X509Certificate certificate) {
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, folder() + ": cannot be made", e);
        }
        Pem.writeCertificates(folder().resolve(serial(certificate) + ".pem"), List.of(certificate));
    }

    List<X509Certificate> all() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            List<X509Certificate> all = new ArrayList<>();
            files.filter(file -> file.toString().endsWith(".pem"))
                    .sorted()
                    .forEach(file -> all.addAll(Pem.certificates(file)));
            return all;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, folder() + ": cannot be read", e);
        }
    }
}
