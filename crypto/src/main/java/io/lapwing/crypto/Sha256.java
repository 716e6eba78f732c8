package io.lapwing.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4), by the JDK.
public final class Sha256 {
    /// The octets of a digest.
    public static final int LENGTH_BYTES = 32;

    private Sha256() {}

    public static Bytes digest(Bytes octets) {
        return digest(octets.toArray());
    }

    public static Bytes digest(byte[] octets) {
        return Bytes.of(start().digest(octets));
    }

    /// A digest of what it is given from now on. For one thread.
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new Fault(
                    Fault.Kind.INTERNAL, "this Java has no SHA-256: want a complete one", e);
        }
    }
}
