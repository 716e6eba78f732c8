package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A session key wrapped for its receiver (TS002-1.1 §8.3, RFC 3394).
///
/// The standard also knows keys in the clear, without a label. There is no such envelope here.
///
/// @param kekLabel under which the receiver knows the wrapping key, 1 to 128 characters
/// @param aesKey 24 octets: a wrapped AES-128 key
public record KeyEnvelope(String kekLabel, Bytes aesKey) {
    private static final int WRAPPED_BYTES = 24;
    private static final int LABEL_MAX_CHARACTERS = 128;

    public KeyEnvelope {
        if (kekLabel.isEmpty() || kekLabel.length() > LABEL_MAX_CHARACTERS) {
            throw Fault.badInput(
                    "KEKLabel of "
                            + kekLabel.length()
                            + " characters: want 1 to "
                            + LABEL_MAX_CHARACTERS);
        }
        HexText.requireLength("AESKey", aesKey, WRAPPED_BYTES);
    }
}
