package io.lapwing.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF (RFC 5869) with SHA-256: several keys from one secret, apart by `info`.
///
/// The JDK computes, so copies of the input key stay on the Java heap until they are collected.
public final class Hkdf {
    /// RFC 5869 §2.3: 255 times the length of the hash.
    private static final int LONGEST_OUTPUT_BYTES = 255 * 32;

    private Hkdf() {}

    /// Extract, then expand.
    ///
    /// @param salt public, may be empty
    /// @param info what the result is for
    /// @param length 1 to 8160 octets
    public static Secret sha256(Secret inputKey, Bytes salt, Bytes info, int length) {
        if (length < 1 || length > LONGEST_OUTPUT_BYTES) {
            throw Fault.badInput(
                    "HKDF output of " + length + " bytes: want 1 to " + LONGEST_OUTPUT_BYTES);
        }
        byte[] octets = inputKey.use(segment -> segment.toArray(JAVA_BYTE));
        try {
            HKDFParameterSpec parameters =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(octets)
                            .addSalt(salt.toArray())
                            .thenExpand(info.toArray(), length);
            return Secret.take(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses HKDF-SHA256", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
