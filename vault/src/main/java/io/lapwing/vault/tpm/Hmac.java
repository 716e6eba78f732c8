package io.lapwing.vault.tpm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC (RFC 2104) with SHA-256 under a key of several parts, each of which may be empty. The JDK computes, so copies of
/// the key stay on the Java heap until they are collected.
final class Hmac {
    private Hmac() {}

    /// Started with a key, to be given data.
    static Mac start(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // RFC 2104 §2 fills the key up with zeros, so one zero is the empty key, which the JDK
            // refuses.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses HmacSHA256", e);
        }
    }

    static byte[] of(byte[] key, byte[]... data) {
        Mac mac = start(key);
        for (byte[] part : data) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /// The octets of a secret, for a computation; the caller wipes them.
    static byte[] octets(Secret secret) {
        return secret.use(segment -> segment.toArray(JAVA_BYTE));
    }

    static void wipe(byte[]... arrays) {
        for (byte[] array : arrays) {
            Arrays.fill(array, (byte) 0);
        }
    }
}
