package io.lapwing.platform;

import com.licel.jcardsim.base.Simulator;
import com.licel.jcardsim.utils.AIDUtil;
import io.lapwing.crypto.Bytes;
import io.lapwing.device.ApduChannel;
import io.lapwing.device.SafeCard;
import io.lapwing.safe.IotSafeApplet;

/// Cards with the applet, in this process.
final class SimulatedSim implements CardSource {
    @Override
    public ApduChannel insert(Bytes installation) {
        Simulator card = new Simulator();
        Bytes parameters =
                Bytes.concat(
                        Bytes.of(SafeCard.AID.length()),
                        SafeCard.AID,
                        Bytes.of(0, installation.length()),
                        installation);
        var _ =
                card.installApplet(
                        AIDUtil.create(SafeCard.AID.toArray()),
                        IotSafeApplet.class,
                        parameters.toArray(),
                        (short) 0,
                        (byte) parameters.length());
        return new ApduChannel() {
            @Override
            public Bytes transmit(Bytes command) {
                return Bytes.of(card.transmitCommand(command.toArray()));
            }

            @Override
            public void close() {
                card.reset();
            }
        };
    }
}
