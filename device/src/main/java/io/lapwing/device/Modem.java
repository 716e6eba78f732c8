package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;

/// A half-duplex radio in real time, as [RadioLoop] uses it.
public interface Modem extends AutoCloseable {
    /// Is told what the modem does, from one thread of the modem's at a time.
    interface Listener {
        /// A frame arrived.
        void received(Bytes frame, double snrDb);

        /// The frame given last is off the air, or was lost on the way to it.
        void transmitted();

        /// The modem does nothing any more.
        void failed(Fault fault);
    }

    /// Begins to receive. Once.
    void start(Listener listener);

    /// Begins to transmit; the next frame comes after this one's end was told.
    void transmit(Bytes frame);

    /// Frees the port. Again is nothing.
    @Override
    void close();
}
