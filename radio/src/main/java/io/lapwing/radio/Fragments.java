package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.util.ArrayList;
import java.util.List;

/// How a message is cut, and put together again.
///
/// A message of more than one fragment, and every broadcast, ends in a check: four octets of SHA-256 over its octets and its
/// identity. It shows fragments of different messages that were taken for one.
final class Fragments {
    /// Fragments of one message: the bitmap has 16 bits.
    static final int MAX_COUNT = 16;

    /// Fragments of a broadcast beyond those it needs.
    static final int MAX_PARITY = 16;

    static final int CHECK_BYTES = 4;

    /// Octets beyond [LinkFrame#OVERHEAD_BYTES] that say which fragment it is.
    static final int PLACE_BYTES = 1;

    private static final int RECEIPTS_BYTES =
            LinkFrameCodec.ASIDE_BYTES + LinkFrameCodec.DIRECT_BYTES;

    private Fragments() {}

    static int maxMessageBytes(int maxFrameBytes) {
        int each = maxFrameBytes - LinkFrame.OVERHEAD_BYTES - PLACE_BYTES;
        return MAX_COUNT * each - CHECK_BYTES - RECEIPTS_BYTES;
    }

    /// Pieces of lengths as even as they can be, the first shorter by `spared` octets, which its frame needs for receipts.
    static List<Bytes> cut(Bytes octets, int count, int spared) {
        int all = octets.length() + spared;
        boolean even = all / count <= spared;
        List<Bytes> pieces = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            int whole = even ? octets.length() : all;
            int length = whole / count + (count - 1 - i < whole % count ? 1 : 0);
            int end = at + (i == 0 && !even ? length - spared : length);
            pieces.add(octets.slice(at, end));
            at = end;
        }
        return pieces;
    }

    /// The message with its check.
    static Bytes checked(NodeAddress from, int session, int number, Bytes message) {
        return Bytes.concat(message, check(from, session, number, message));
    }

    /// Whether the last octets are the check of those before.
    static boolean isChecked(NodeAddress from, int session, int number, Bytes checked) {
        int end = checked.length() - CHECK_BYTES;
        return end >= 0
                && check(from, session, number, checked.slice(0, end))
                        .equals(checked.slice(end, checked.length()));
    }

    static Bytes withoutCheck(Bytes checked) {
        return checked.slice(0, checked.length() - CHECK_BYTES);
    }

    private static Bytes check(NodeAddress from, int session, int number, Bytes message) {
        Bytes identity = Bytes.of(from.value() >> 8, from.value(), session >> 8, session, number);
        return Sha256.digest(Bytes.concat(identity, message)).slice(0, CHECK_BYTES);
    }
}
