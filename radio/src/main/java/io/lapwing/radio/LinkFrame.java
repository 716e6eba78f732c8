package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Optional;

/// A frame of the link; the layout is in `docs/protocols/radio.md`.
///
/// All frames: version and kind and flags (1) | from (2) | to (2) | session (2) | number (1) | … | check (4), big-endian.
public sealed interface LinkFrame {
    /// Octets of the header and the check of a data frame without fragments and acknowledgements.
    int OVERHEAD_BYTES = 12;

    NodeAddress from();

    NodeAddress to();

    /// Says that a message arrived whole.
    ///
    /// @param sender of the message
    record Receipt(NodeAddress sender, int session, int number) {}

    /// A message, or a fragment of one; a fragment without octets asks what the receiver has of the message.
    ///
    /// @param session drawn anew when the sender starts
    /// @param number of the message, one more than of the one before
    /// @param bundle whether the message holds several, each after its length
    /// @param index of the fragment
    /// @param count of the message's fragments, without parity
    /// @param direct that a message of `to` arrived
    /// @param aside that a message of another node, who overhears this, arrived
    record Data(
            NodeAddress from,
            NodeAddress to,
            int session,
            int number,
            boolean bundle,
            int index,
            int count,
            Optional<Receipt> direct,
            Optional<Receipt> aside,
            Bytes payload)
            implements LinkFrame {
        /// Whether it only asks.
        boolean isPoll() {
            return count > 1 && payload.length() == 0;
        }

        /// The question about the same message.
        Data poll() {
            return new Data(
                    from,
                    to,
                    session,
                    number,
                    bundle,
                    index,
                    count,
                    Optional.empty(),
                    Optional.empty(),
                    Bytes.EMPTY);
        }
    }

    /// Which fragments of a message arrived.
    ///
    /// @param session of the message
    /// @param whole whether the message is complete, and no more of it is wanted
    /// @param have bit i of octet i / 8: whether fragment i arrived; empty when it is whole
    record Acknowledgement(
            NodeAddress from, NodeAddress to, int session, int number, boolean whole, Bytes have)
            implements LinkFrame {}

    /// Reads a frame.
    ///
    /// @throws Fault `BAD_INPUT` when its check is wrong or it has another form than this link writes
    static LinkFrame parse(Bytes octets) {
        return LinkFrameCodec.parse(octets);
    }

    /// As it goes on the air.
    default Bytes octets() {
        return LinkFrameCodec.octets(this);
    }
}
