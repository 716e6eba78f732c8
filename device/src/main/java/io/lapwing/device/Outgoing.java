package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.lorawan.DataFrame;
import io.lapwing.lorawan.DevAddr;
import io.lapwing.lorawan.Direction;
import io.lapwing.lorawan.FCnt;
import io.lapwing.lorawan.FCtrl;
import io.lapwing.lorawan.FPort;
import org.jspecify.annotations.Nullable;

/// What one side of a session wants to send in one data frame.
///
/// @param port none for a frame of FOpts or an acknowledgement alone
/// @param payload in the clear on the device's side; a network server has an application's payload already encrypted
/// @param confirmed whether the other side must acknowledge it
/// @param fOpts the network's commands, 0 to 15 octets, in the clear
public record Outgoing(@Nullable FPort port, Bytes payload, boolean confirmed, Bytes fOpts) {
    /// Nothing but what the header says, such as an acknowledgement.
    public static final Outgoing EMPTY = new Outgoing(null, Bytes.EMPTY, false, Bytes.EMPTY);

    public static Outgoing data(FPort port, Bytes payload) {
        return new Outgoing(port, payload, false, Bytes.EMPTY);
    }

    /// The same, to be acknowledged.
    public Outgoing toBeConfirmed() {
        return new Outgoing(port, payload, true, fOpts);
    }

    /// The same, with commands beside the payload.
    public Outgoing withFOpts(Bytes commands) {
        return new Outgoing(port, payload, confirmed, commands);
    }

    DataFrame.Body body(Direction direction, DevAddr devAddr, FCtrl fCtrl, FCnt fCnt) {
        return new DataFrame.Body(
                direction, confirmed, devAddr, fCtrl, fCnt.wire(), fOpts, port, payload);
    }
}
