package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SubBand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The conversation with a Microchip RN2483 (command reference DS40001784): lines in, commands out, no port.
///
/// The modem's own LoRaWAN stack is paused, its radio set, and then it receives whenever it does not transmit.
final class Rn2483 {
    /// A command that was not taken is tried so often.
    private static final int MAX_TRIES = 5;

    /// Watchdog off: it would end long receptions (§2.5.5 `radio set wdt`).
    private static final int NO_WATCHDOG = 0;

    private static final double UNKNOWN_SNR_DB = 0;

    private enum State {
        SETTING_UP,
        BEGINNING_TO_RECEIVE,
        RECEIVING,
        ASKING_SNR,
        STOPPING,
        BEGINNING_TO_TRANSMIT,
        TRANSMITTING
    }

    private final Consumer<String> out;
    private final Modem.Listener listener;
    private final Deque<String> setup = new ArrayDeque<>();
    private State state = State.SETTING_UP;
    private @Nullable Bytes outgoing;
    private Bytes incoming = Bytes.EMPTY;
    private double lastSnrDb = UNKNOWN_SNR_DB;
    private int tries;

    /// @param out takes commands, without their line end
    Rn2483(Modulation modulation, SubBand band, Consumer<String> out, Modem.Listener listener) {
        this.out = out;
        this.listener = listener;
        setup.addAll(settings(modulation, band));
    }

    /// The commands that set the radio (§2.5), all answered by `ok`.
    static List<String> settings(Modulation modulation, SubBand band) {
        long centreHz = (band.lowHz() + band.highHz()) / 2;
        return new ArrayList<>(
                List.of(
                        "radio set mod lora",
                        "radio set freq " + centreHz,
                        "radio set pwr " + Math.min(band.maxDbm(), 14),
                        "radio set sf sf" + modulation.spreadingFactor().bits(),
                        "radio set bw " + modulation.bandwidth().hz() / 1000,
                        "radio set cr 4/" + modulation.codingRate().codewordBits(),
                        "radio set crc " + (modulation.crc() ? "on" : "off"),
                        "radio set prlen " + modulation.preambleSymbols(),
                        "radio set wdt " + NO_WATCHDOG));
    }

    /// Begins the conversation.
    void begin() {
        out.accept("mac pause");
    }

    /// A frame is to go out.
    void transmit(Bytes frame) {
        outgoing = frame;
        tries = 0;
        if (state == State.RECEIVING) {
            stop();
        }
    }

    /// The modem said something.
    ///
    /// @throws Fault `UNAVAILABLE` when it does not take its settings
    void line(String line) {
        switch (state) {
            case SETTING_UP -> settingUp(line);
            case BEGINNING_TO_RECEIVE -> beginning(line);
            case RECEIVING -> receiving(line);
            case ASKING_SNR -> askingSnr(line);
            case STOPPING -> stopping(line);
            case BEGINNING_TO_TRANSMIT -> beginningToTransmit(line);
            case TRANSMITTING -> transmitting(line);
        }
    }

    private void settingUp(String line) {
        boolean paused = line.matches("[0-9]+");
        if (line.startsWith("RN")) {
            // It has restarted; what was said before is forgotten.
            begin();
            return;
        }
        if (!line.equals("ok") && !paused) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the modem says '%s': want an RN2483 that takes %s"
                            .formatted(line, "radio settings"));
        }
        String next = setup.poll();
        if (next == null) {
            receive();
        } else {
            out.accept(next);
        }
    }

    private void receive() {
        state = State.BEGINNING_TO_RECEIVE;
        out.accept("radio rx 0");
    }

    private void beginning(String line) {
        if (!line.equals("ok")) {
            tryAgain(line, this::receive);
            return;
        }
        tries = 0;
        state = State.RECEIVING;
        if (outgoing != null) {
            stop();
        }
    }

    private void receiving(String line) {
        if (line.startsWith("radio_rx")) {
            incoming = frame(line);
            state = State.ASKING_SNR;
            out.accept("radio get snr");
        } else {
            receive();
        }
    }

    private void askingSnr(String line) {
        lastSnrDb = line.matches("-?[0-9]{1,3}") ? Integer.parseInt(line) : lastSnrDb;
        if (incoming.length() > 0) {
            listener.received(incoming, lastSnrDb);
        }
        if (outgoing != null) {
            beginTransmission();
        } else {
            receive();
        }
    }

    private void stop() {
        state = State.STOPPING;
        out.accept("radio rxstop");
    }

    /// A frame may have arrived in the meantime; then the answer to the command is still to come.
    private void stopping(String line) {
        if (line.startsWith("radio_rx")) {
            Bytes frame = frame(line);
            if (frame.length() > 0) {
                listener.received(frame, lastSnrDb);
            }
        } else if (!line.startsWith("radio_err")) {
            beginTransmission();
        }
    }

    private void beginTransmission() {
        Bytes frame = outgoing;
        if (frame == null) {
            receive();
            return;
        }
        state = State.BEGINNING_TO_TRANSMIT;
        out.accept("radio tx " + frame.toHex());
    }

    private void beginningToTransmit(String line) {
        if (line.equals("ok")) {
            state = State.TRANSMITTING;
        } else if (tries < MAX_TRIES) {
            tries++;
            stop();
        } else {
            end();
        }
    }

    private void transmitting(String line) {
        if (line.startsWith("radio_")) {
            end();
        }
    }

    private void end() {
        outgoing = null;
        tries = 0;
        listener.transmitted();
        receive();
    }

    private void tryAgain(String line, Runnable command) {
        tries++;
        if (tries > MAX_TRIES) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the modem says '%s' %d times: want it to receive".formatted(line, tries));
        }
        command.run();
    }

    /// The octets after `radio_rx`; none when they are garbled.
    private static Bytes frame(String line) {
        String digits = line.substring("radio_rx".length()).strip().toUpperCase(Locale.ROOT);
        boolean right =
                digits.length() % 2 == 0
                        && digits.length() <= 2 * Modulation.MAX_FRAME_BYTES
                        && digits.matches("[0-9A-F]*");
        return right ? Bytes.hex(digits) : Bytes.EMPTY;
    }
}
