package io.lapwing.lab;

import com.licel.jcardsim.base.Simulator;
import com.licel.jcardsim.utils.AIDUtil;
import io.lapwing.crypto.Bytes;
import io.lapwing.device.SafeCard;
import io.lapwing.safe.IotSafeApplet;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A simulated SIM with the IoT SAFE applet (jCardSim), as a process of its own: what it says to each command on its standard input
/// goes to its standard output, framed as [io.lapwing.device.StreamChannel] does. The first frame is no command: the applet's own
/// parameters of its installation (`docs/protocols/iot-safe.md`). The end of the input ends it.
public final class SimulatedCard {
    /// What is no command at all reaches no applet: the card's transport refuses it, which the simulator leaves to its caller.
    private static final Bytes WRONG_LENGTH = Bytes.hex("6700");

    private final Simulator card = new Simulator();

    /// A card in this process.
    ///
    /// @param own the applet's own parameters of its installation
    SimulatedCard(Bytes own) {
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

    /// Is a card until the input ends.
    public static void main(String[] arguments) throws IOException {
        // The simulator may write to standard output, which is the card's.
        System.setOut(System.err);
        try (InputStream input = new FileInputStream(FileDescriptor.in);
                OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            serve(input, output);
        }
    }

    /// Is a card over any two streams.
    static void serve(InputStream input, OutputStream output) throws IOException {
        DataInputStream commands = new DataInputStream(input);
        DataOutputStream answers = new DataOutputStream(output);
        try {
            SimulatedCard card = new SimulatedCard(frame(commands));
            while (true) {
                byte[] answer = card.transmit(frame(commands)).toArray();
                answers.writeShort(answer.length);
                answers.write(answer);
                answers.flush();
            }
        } catch (EOFException _) {
            // Nobody wants to know more.
            return;
        }
    }

    private static Bytes frame(DataInputStream input) throws IOException {
        byte[] frame = new byte[input.readUnsignedShort()];
        input.readFully(frame);
        return Bytes.of(frame);
    }

    /// As when its power was gone.
    void reset() {
        card.reset();
    }

    /// What it says to a command.
    Bytes transmit(Bytes command) {
        byte[] octets = command.toArray();
        return isCommand(octets) ? Bytes.of(card.transmitCommand(octets)) : WRONG_LENGTH;
    }

    /// ISO 7816-4 §5.1, short lengths: a header alone, with Le, with Lc and data, with both.
    private static boolean isCommand(byte[] octets) {
        int header = 5;
        if (octets.length <= header) {
            return octets.length >= header - 1;
        }
        int end = header + (octets[header - 1] & 0xff);
        return end > header && (octets.length == end || octets.length == end + 1);
    }
}
