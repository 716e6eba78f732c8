package io.lapwing.platform;

import io.lapwing.service.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// One certificate authority for all platforms of these tests, so that the browser trusts its key and no other.
record TestAuthority(Path folder, Pki pki) {
    private static final List<String> FILES = List.of("ca.pem", "ca-key.pem");

    static TestAuthority in(Path folder) {
        return new TestAuthority(
                folder, Pki.openOrCreate(folder, "Lapwing tests", InstantSource.system()));
    }

    /// Makes it the authority of the platform whose data folder this is; before the platform is opened.
    void enter(Path data) {
        DataFolder target = new DataFolder(data);
        target.create();
        try {
            Files.createDirectories(target.tls());
            for (String file : FILES) {
                Files.copy(folder.resolve(file), target.tls().resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The SHA-256 of its public key (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7), in base64, as Chromium pins keys.
    String pin() {
        try {
            byte[] key = pki.authority().getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
