package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key in this process's memory.
///
/// @param secret closed with it
record SoftwareKey(Secret secret) implements DerivingKey {
    private static final String HMAC = "HmacSHA256";

    @Override
    public Secret derive(Bytes context) {
        return hmac(secret, context);
    }

    static Secret hmac(Secret key, Bytes message) {
        byte[] octets = key.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(octets, HMAC));
            return Secret.take(mac.doFinal(message.toArray()));
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses " + HMAC, e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    @Override
    public void close() {
        secret.close();
    }
}
