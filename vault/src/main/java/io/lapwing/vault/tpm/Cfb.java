package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES in cipher feedback mode over whole blocks' feedback (NIST SP 800-38A §6.3, CFB128), the mode of every symmetric
/// encryption that a TPM does for itself.
final class Cfb {
    static final int IV_BYTES = 16;

    private Cfb() {}

    static byte[] encrypt(byte[] key, byte[] iv, byte[] data) {
        return run(Cipher.ENCRYPT_MODE, key, iv, data);
    }

    static byte[] decrypt(byte[] key, byte[] iv, byte[] data) {
        return run(Cipher.DECRYPT_MODE, key, iv, data);
    }

    private static byte[] run(int mode, byte[] key, byte[] iv, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK refuses AES/CFB/NoPadding", e);
        }
    }
}
