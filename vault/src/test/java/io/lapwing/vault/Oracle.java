package io.lapwing.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the tests compute for themselves, by the JDK.
final class Oracle {
    private Oracle() {}

    /// The key inside an RFC 3394 ciphertext.
    static Bytes unwrapped(Bytes wrappingKey, Bytes wrapped) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrappingKey.toArray(), "AES"));
            return Bytes.of(
                    cipher.unwrap(wrapped.toArray(), "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bytes decrypted(Bytes key, Bytes blocks) {
        return ecb(Cipher.DECRYPT_MODE, key, blocks);
    }

    static Bytes encrypted(Bytes key, Bytes blocks) {
        return ecb(Cipher.ENCRYPT_MODE, key, blocks);
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            Fault.Kind kind, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(Fault.class, f -> assertThat(f.kind()).isEqualTo(kind));
    }

    private static Bytes ecb(int mode, Bytes key, Bytes blocks) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.toArray(), "AES"));
            return Bytes.of(cipher.doFinal(blocks.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
