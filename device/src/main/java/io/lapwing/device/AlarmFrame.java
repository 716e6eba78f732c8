package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/// An alarm as octets: version (1), kind (1), DevEUI (8), module (8), counter (4), AES-CMAC over all before (16). Numbers are big-endian.
///
/// @param alarm what it says, believed only when the tag is right
/// @param tag 16 octets
record AlarmFrame(Alarm alarm, Bytes tag) {
    /// It fits into the smallest LoRaWAN payload of EU868, 51 octets (RP002 §2.4.6).
    static final int BYTES = 38;

    static final int TAG_BYTES = 16;

    private static final int VERSION = 1;
    private static final int DEV_EUI_AT = 2;
    private static final int MODULE_AT = 10;
    private static final int COUNTER_AT = 18;
    private static final int TAG_AT = BYTES - TAG_BYTES;

    /// @throws Fault `BAD_INPUT` for another length or version
    static AlarmFrame parse(Bytes octets) {
        if (octets.length() != BYTES) {
            throw Fault.badInput("alarm of " + octets.length() + " bytes: want " + BYTES);
        }
        if (octets.at(0) != VERSION) {
            throw Fault.badInput("alarm of version " + octets.at(0) + ": want " + VERSION);
        }
        AlarmSender sender =
                new AlarmSender(
                        Eui64.bigEndian(octets.slice(DEV_EUI_AT, MODULE_AT)),
                        octets.slice(MODULE_AT, COUNTER_AT));
        long counter =
                Integer.toUnsignedLong(
                        ByteBuffer.wrap(octets.slice(COUNTER_AT, TAG_AT).toArray()).getInt());
        return new AlarmFrame(
                new Alarm(sender, octets.at(1), counter), octets.slice(TAG_AT, BYTES));
    }

    /// The frame of an alarm.
    ///
    /// @param cmac AES-CMAC under the device's alarm key
    static Bytes of(Alarm alarm, UnaryOperator<Bytes> cmac) {
        Bytes signed = signed(alarm);
        return Bytes.concat(signed, cmac.apply(signed));
    }

    boolean isAuthentic(UnaryOperator<Bytes> cmac) {
        return cmac.apply(signed(alarm)).equals(tag);
    }

    private static Bytes signed(Alarm alarm) {
        byte[] head = {VERSION, (byte) alarm.code()};
        byte[] counter = ByteBuffer.allocate(Integer.BYTES).putInt((int) alarm.counter()).array();
        return Bytes.concat(
                Bytes.of(head),
                alarm.sender().devEui().bigEndian(),
                alarm.sender().module(),
                Bytes.of(counter));
    }
}
