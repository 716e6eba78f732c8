package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several messages as one: each after its length of two octets.
final class Bundle {
    static final int LENGTH_BYTES = 2;

    /// No bundle holds more.
    static final int MAX_MESSAGES = 8;

    private Bundle() {}

    static Bytes of(List<Bytes> messages) {
        Bytes all = Bytes.EMPTY;
        for (Bytes message : messages) {
            Bytes length = Bytes.of(message.length() >> 8, message.length());
            all = Bytes.concat(all, length, message);
        }
        return all;
    }

    /// The messages; nothing when the lengths do not fit.
    static Optional<List<Bytes>> messages(Bytes bundle) {
        List<Bytes> messages = new ArrayList<>();
        int at = 0;
        while (at < bundle.length() && messages.size() < MAX_MESSAGES) {
            if (bundle.length() - at < LENGTH_BYTES) {
                return Optional.empty();
            }
            int length = (bundle.at(at) << 8) | bundle.at(at + 1);
            at += LENGTH_BYTES;
            if (bundle.length() - at < length) {
                return Optional.empty();
            }
            messages.add(bundle.slice(at, at + length));
            at += length;
        }
        return at == bundle.length() ? Optional.of(messages) : Optional.empty();
    }
}
