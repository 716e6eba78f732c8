package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.device.Modem;
import io.lapwing.device.SerialModem;
import io.lapwing.device.UdpModem;
import io.lapwing.radio.DutyCycle;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SubBand;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What carries the frames of one cell in real time.
sealed interface CellMedium {
    /// Where a cell of LoRa modems is: of EU868 the sub-band with most time on the air, for all of them.
    SubBand BAND = SubBand.G3;

    /// How it is written: for pages of commands and complaints.
    String FORM = "udp:OWN:PORT,OTHER:PORT,… or serial:/dev/TTY";

    /// Opens the radio.
    ///
    /// @throws Fault `UNAVAILABLE` when it cannot be had
    Modem open(Modulation modulation);

    LinkSettings settings(Modulation modulation);

    DutyCycle dutyCycle();

    /// Datagrams between processes, each as late as its frame would be off the air.
    ///
    /// @param own where this node receives
    /// @param others where the cell's other nodes do; datagrams of anyone else are dropped
    record Udp(InetSocketAddress own, List<InetSocketAddress> others) implements CellMedium {
        public Udp {
            others = List.copyOf(others);
        }

        @Override
        public Modem open(Modulation modulation) {
            return UdpModem.open(own, others, modulation);
        }

        @Override
        public LinkSettings settings(Modulation modulation) {
            return LinkSettings.of(modulation).withoutCarrierSense();
        }

        /// No channel, no share of it.
        @Override
        public DutyCycle dutyCycle() {
            return DutyCycle.unlimited();
        }

        @Override
        public String toString() {
            return others.stream()
                    .map(Udp::text)
                    .collect(Collectors.joining(",", "udp:" + text(own) + ",", ""));
        }

        private static String text(InetSocketAddress address) {
            return address.getHostString() + ":" + address.getPort();
        }
    }

    /// An RN2483 at a serial port.
    record Serial(Path port) implements CellMedium {
        @Override
        public Modem open(Modulation modulation) {
            return SerialModem.open(port, modulation, BAND);
        }

        @Override
        public LinkSettings settings(Modulation modulation) {
            return SerialModem.linkSettings(modulation);
        }

        @Override
        public DutyCycle dutyCycle() {
            return DutyCycle.of(BAND);
        }

        @Override
        public String toString() {
            return "serial:" + port;
        }
    }

    /// Reads [#FORM]. IPv6 addresses stand in brackets.
    ///
    /// @throws Fault `BAD_INPUT` for what is none
    static CellMedium parse(String text) {
        if (text.startsWith("serial:/")) {
            return new Serial(Path.of(text.substring("serial:".length())));
        }
        if (!text.startsWith("udp:")) {
            throw none(text);
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String one : text.substring("udp:".length()).split(",", -1)) {
            addresses.add(address(one.strip(), text));
        }
        if (addresses.size() < 2) {
            throw Fault.badInput(
                    "medium " + text + ": want the address of one other node at least");
        }
        return new Udp(addresses.getFirst(), addresses.subList(1, addresses.size()));
    }

    private static InetSocketAddress address(String text, String whole) {
        if (!text.matches("(\\[[0-9A-Fa-f:]+]|[A-Za-z0-9._-]+):[0-9]{1,5}")) {
            throw none(whole);
        }
        int colon = text.lastIndexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port < 1 || port > 65_535) {
            throw Fault.badInput("medium " + whole + ": want ports from 1 to 65535");
        }
        InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), port);
        if (address.isUnresolved()) {
            throw Fault.badInput(
                    "medium " + whole + ": " + text.substring(0, colon) + " has no address");
        }
        return address;
    }

    private static Fault none(String text) {
        return Fault.badInput("medium " + text + ": want " + FORM);
    }
}
