package io.lapwing.vault.tpm;

import io.lapwing.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/// The two key derivations of a TPM, with SHA-256 and for at most one block of 32 octets, which is the most that
/// anything here asks for: so the counter of both is always 1.
final class Kdf {
    private static final int BLOCK_BYTES = 32;

    private Kdf() {}

    /// Part 1, "KDFa()": the counter mode of NIST SP 800-108 with HMAC.
    static byte[] a(byte[] key, String label, byte[] contextU, byte[] contextV, int lengthBytes) {
        Mac mac = Hmac.start(key);
        mac.update(number(1));
        mac.update(terminated(label));
        mac.update(contextU);
        mac.update(contextV);
        mac.update(number(8 * lengthBytes));
        return first(lengthBytes, mac.doFinal());
    }

    /// Part 1, "KDFe for ECDH": the one-step derivation of NIST SP 800-56A.
    static byte[] e(byte[] z, String label, byte[] partyU, byte[] partyV, int lengthBytes) {
        MessageDigest digest = Sha256.start();
        digest.update(number(1));
        digest.update(z);
        digest.update(terminated(label));
        digest.update(partyU);
        digest.update(partyV);
        return first(lengthBytes, digest.digest());
    }

    /// A label ends with a zero, which is part of it.
    static byte[] terminated(String label) {
        return (label + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(int value) {
        try (Encoder encoder = new Encoder()) {
            return encoder.u32(value).toArray();
        }
    }

    private static byte[] first(int lengthBytes, byte[] block) {
        if (lengthBytes == BLOCK_BYTES) {
            return block;
        }
        byte[] part = Arrays.copyOf(block, lengthBytes);
        Hmac.wipe(block);
        return part;
    }
}
