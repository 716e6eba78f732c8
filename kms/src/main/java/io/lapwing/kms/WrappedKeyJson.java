package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.vault.WrappedKey;

/// A wrapped key in a row: base64 of ciphertext and tag, beside the version of the vault key.
final class WrappedKeyJson {
    private static final int TAG_BYTES = 16;

    private WrappedKeyJson() {}

    static String text(WrappedKey key) {
        return RowJson.base64(Bytes.concat(key.ciphertext(), key.tag()));
    }

    static WrappedKey read(int version, String text) {
        Bytes octets = RowJson.base64(text);
        int split = Math.max(0, octets.length() - TAG_BYTES);
        return new WrappedKey(
                version, octets.slice(0, split), octets.slice(split, octets.length()));
    }
}
