package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.oscore.CborWriter;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A pseudorandom key of EDHOC, with SHA-256 (RFC 9528 §4.1).
///
/// @param secret 32 octets
record Prk(Secret secret) implements AutoCloseable {
    private static final int HASH_BYTES = 32;
    private static final String ALGORITHM = "HKDF-SHA256";

    /// EDHOC_Extract (§4.1.1): HMAC under the salt.
    static Prk extract(Bytes salt, Secret inputKey) {
        try (Secret key = Secret.take(salt.toArray())) {
            return extract(key, inputKey);
        }
    }

    /// EDHOC_Extract with a salt that is a secret.
    static Prk extract(Secret salt, Secret inputKey) {
        byte[] octets = inputKey.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            return new Prk(SoftwareKey.hmac(salt, Bytes.of(octets)));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /// EDHOC_KDF (§4.1.2): the info is label, context and length as CBOR.
    Secret expand(int label, Bytes context, int length) {
        Bytes info = new CborWriter().number(label).octets(context).number(length).done();
        byte[] octets = secret.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            return Secret.take(
                    KDF.getInstance(ALGORITHM)
                            .deriveData(
                                    HKDFParameterSpec.expandOnly(
                                            new SecretKeySpec(octets, ALGORITHM),
                                            info.toArray(),
                                            length)));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses " + ALGORITHM, e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /// The next key: another pseudorandom key of the same length.
    Prk next(int label, Bytes context) {
        return new Prk(expand(label, context, HASH_BYTES));
    }

    @Override
    public void close() {
        secret.close();
    }
}
