package io.lapwing.trust;

import io.lapwing.crypto.Bytes;

/// Messages of either profile as whoever only listens sees them: for pictures, measurements and fuzzing.
public final class Spoken {
    private Spoken() {}

    /// What a message is: `Join`, `Translate`, `Delivered`.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` for octets that are no message
    public static String name(Bytes message) {
        return ofTies(message)
                ? TiesMessage.parse(message).name()
                : Message.parse(message).getClass().getSimpleName();
    }

    /// The message read and written again: the same octets, since each message has one form.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` for octets that are no message
    public static Bytes again(Bytes message) {
        if (ofTies(message)) {
            return TiesMessage.parse(message).encode();
        }
        Message read = Message.parse(message);
        if (read instanceof Message.SignedList signed) {
            // The list inside has one form too.
            return new Message.SignedList(
                            DeviceList.parse(signed.list()).encode(), signed.signature())
                    .encode();
        }
        return read.encode();
    }

    private static boolean ofTies(Bytes message) {
        return message.length() > 0 && message.at(0) >= TiesMessage.JOIN;
    }
}
