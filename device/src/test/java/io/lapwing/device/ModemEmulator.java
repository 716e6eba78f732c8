package io.lapwing.device;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An RN2483 at the other end of a pseudoterminal, whose air are its neighbours. It answers as DS40001784 says.
final class ModemEmulator implements AutoCloseable {
    private final Pty pty = new Pty();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<ModemEmulator> neighbours = new CopyOnWriteArrayList<>();
    private volatile boolean receiving;

    ModemEmulator() {
        Thread.ofPlatform().daemon().start(this::serve);
    }

    Pty pty() {
        return pty;
    }

    /// What it was told, in order.
    List<String> commands() {
        return commands;
    }

    void hears(ModemEmulator neighbour) {
        neighbour.neighbours.add(this);
    }

    private void serve() {
        StringBuilder line = new StringBuilder();
        while (true) {
            String text = pty.read();
            if (text.isEmpty()) {
                return;
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n') {
                    String command = line.toString().strip();
                    line.setLength(0);
                    commands.add(command);
                    answer(command);
                } else {
                    line.append(c);
                }
            }
        }
    }

    private void answer(String command) {
        if (command.equals("mac pause")) {
            say("4294967245");
        } else if (command.equals("radio get snr")) {
            say("-3");
        } else if (command.equals("radio rx 0")) {
            receiving = true;
            say("ok");
        } else if (command.equals("radio rxstop")) {
            receiving = false;
            say("ok");
        } else if (command.startsWith("radio tx ")) {
            say("ok");
            neighbours.forEach(neighbour -> neighbour.hear(command.substring(9)));
            say("radio_tx_ok");
        } else {
            say(command.startsWith("radio set ") ? "ok" : "invalid_param");
        }
    }

    private void hear(String frame) {
        if (receiving) {
            receiving = false;
            say("radio_rx  " + frame);
        }
    }

    private void say(String line) {
        pty.write(line + "\r\n");
    }

    @Override
    public void close() {
        pty.close();
    }
}
