package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A broadcast's shares: length (2) | message | check (4), padded with zeros to shares of one length, and parity shares.
final class Spread {
    static final int EXTRA_BYTES = 2 + Fragments.CHECK_BYTES;

    private Spread() {}

    /// Cuts a message into shares.
    ///
    /// @return the data shares, then the parity shares
    static List<Bytes> shares(
            NodeAddress from, int session, int number, Bytes message, int count, int parity) {
        Bytes checked = Fragments.checked(from, session, number, message);
        Bytes length = Bytes.of(message.length() >> 8, message.length());
        int each = Math.ceilDiv(message.length() + EXTRA_BYTES, count);
        byte[] padding = new byte[each * count - message.length() - EXTRA_BYTES];
        Bytes all = Bytes.concat(length, checked, Bytes.of(padding));
        List<Bytes> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(all.slice(i * each, (i + 1) * each));
        }
        shares.addAll(ErasureCode.parity(List.copyOf(shares), parity));
        return shares;
    }

    /// The message of `count` shares; nothing when they do not belong together.
    static Optional<Bytes> message(
            NodeAddress from, int session, int number, int count, Map<Integer, Bytes> shares) {
        if (shares.values().stream().mapToInt(Bytes::length).distinct().count() != 1) {
            return Optional.empty();
        }
        Bytes all = Bytes.concat(ErasureCode.recovered(count, shares).toArray(Bytes[]::new));
        if (all.length() < EXTRA_BYTES) {
            return Optional.empty();
        }
        int length = (all.at(0) << 8) | all.at(1);
        int end = 2 + length + Fragments.CHECK_BYTES;
        if (end > all.length() || !Fragments.isChecked(from, session, number, all.slice(2, end))) {
            return Optional.empty();
        }
        return Optional.of(all.slice(2, 2 + length));
    }
}
