package io.lapwing.lab;

import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's own cryptography, which every JDK has.
final class Bare {
    private Bare() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java has no SHA-256", e);
        }
    }

    /// AES-128 to encrypt whole blocks, under a key set up once.
    static Cipher aes() {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "this Java has no AES", e);
        }
    }
}
