package io.lapwing.device;

import com.licel.jcardsim.base.Simulator;
import com.licel.jcardsim.utils.AIDUtil;
import io.lapwing.crypto.Bytes;
import io.lapwing.safe.IotSafeApplet;

/// A card with the applet, in this process.
final class SafeSimulator implements ApduChannel {
    static final Bytes FILE = Bytes.hex("0102030405060708090A");

    private static final Bytes WRONG_LENGTH = Bytes.hex("6700");

    private final Simulator card = new Simulator();

    /// @param keys `86 | length | id | key` for each
    SafeSimulator(Bytes keys) {
        install(card, keys);
    }

    /// Installs the applet with keys on any simulated card.
    static void install(Simulator card, Bytes keys) {
        Bytes own = Bytes.concat(keys, Bytes.of(0x83, FILE.length()), FILE);
        Bytes parameters =
                Bytes.concat(
                        Bytes.of(SafeCard.AID.length()),
                        SafeCard.AID,
                        Bytes.of(0, own.length()),
                        own);
        var _ =
                card.installApplet(
                        AIDUtil.create(SafeCard.AID.toArray()),
                        IotSafeApplet.class,
                        parameters.toArray(),
                        (short) 0,
                        (byte) parameters.length());
    }

    static Bytes key(int id, Bytes key) {
        return Bytes.concat(Bytes.of(0x86, key.length() + 1, id), key);
    }

    /// What is no command at all reaches no applet: the card's transport refuses it, which the simulator leaves to its caller.
    @Override
    public Bytes transmit(Bytes command) {
        try {
            return Bytes.of(card.transmitCommand(command.toArray()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return WRONG_LENGTH;
        }
    }

    @Override
    public void close() {
        card.reset();
    }
}
