package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FPort;
import org.jspecify.annotations.Nullable;

/// What became of a data frame that one side of a session received.
public sealed interface Reception {
    /// It is authentic and new.
    ///
    /// @param fCnt its counter, all 32 bits
    /// @param confirmed whether it asks to be acknowledged
    /// @param ack whether it acknowledges the last confirmed frame
    /// @param fOpts the network's commands, in the clear
    /// @param port none for a frame without payload
    /// @param payload in the clear on the device's side; a network server leaves an application's payload encrypted
    record Accepted(
            FCnt fCnt,
            boolean confirmed,
            boolean ack,
            Bytes fOpts,
            @Nullable FPort port,
            Bytes payload)
            implements Reception {
        static Accepted of(FCnt fCnt, DataFrame.Body clear) {
            return new Accepted(
                    fCnt,
                    clear.confirmed(),
                    clear.fCtrl().ack(),
                    clear.fOpts(),
                    clear.fPort(),
                    clear.frmPayload());
        }
    }

    /// It is not: nothing changed.
    record Refused(Reason reason, String why) implements Reception {}

    /// Why a frame is refused.
    enum Reason {
        /// It is no data frame of this direction.
        MALFORMED,
        /// It has another device's address.
        NOT_MINE,
        /// It was received before, or is older than one that was.
        REPLAYED,
        /// It was made with other keys, changed on its way, or is a replay from further back than 65536 frames.
        MIC_FAILED,
        /// The session's counters are used up: join anew.
        EXHAUSTED,
        /// A newer session took this one's place.
        ENDED
    }
}
