package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A cell over UDP: a gateway as a process of its own, and places for two nodes.
final class TrustedCell implements AutoCloseable {
    private static final int PLACES = 3;

    private final Path folder;
    private final ChildJava children;
    private final List<String> options;
    private final List<Integer> ports = new ArrayList<>();
    private Process gateway;

    /// Starts the gateway, and waits until it serves.
    ///
    /// @param options of its command
    TrustedCell(Path folder, String... options) throws IOException {
        this.folder = folder;
        this.options = List.of(options);
        children = new ChildJava(folder);
        for (int i = 0; i < PLACES; i++) {
            try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                ports.add(free.getLocalPort());
            }
        }
        gateway = begin();
    }

    private Process begin() throws IOException {
        List<String> command =
                new ArrayList<>(List.of("central", "--data", data(0).toString(), "--no-color"));
        command.addAll(List.of("--config", configuration().toString(), "--medium", medium(0)));
        command.addAll(options);
        Process process = children.start(Main.class, command);
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("trusted environment: ")) {
                return process;
            }
        }
        throw new AssertionError("lapwing central ended: see " + children.messages());
    }

    private Path configuration() throws IOException {
        return Files.writeString(
                folder.resolve("lapwing.toml"), "[console]\naddress = \"127.0.0.1:0\"\n");
    }

    /// The medium of a place: the gateway is at 0.
    String medium(int place) {
        List<String> addresses = new ArrayList<>();
        addresses.add("127.0.0.1:" + ports.get(place));
        for (int other = 0; other < PLACES; other++) {
            if (other != place) {
                addresses.add("127.0.0.1:" + ports.get(other));
            }
        }
        return "udp:" + String.join(",", addresses);
    }

    Path data(int place) {
        return folder.resolve("d" + place);
    }

    /// What a command of this process answers as JSON.
    Map<?, ?> ask(int place, String input, String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--json", "--data", data(place).toString()));
        int code =
                Shell.run(
                        new Surroundings(
                                new PrintWriter(out, true),
                                new PrintWriter(err, true),
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                Map.of(),
                                folder,
                                folder,
                                "ada"),
                        line.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return Json.strict()
                .build()
                .read(Bytes.of(out.toString().getBytes(StandardCharsets.UTF_8)), Map.class);
    }

    /// Lets a node make its label, and enters it at the gateway.
    void label(int place, String... chip) {
        List<String> command = new ArrayList<>(List.of("node", "label", "--number", "" + place));
        command.addAll(List.of(chip));
        Map<?, ?> made = ask(place, "", command.toArray(String[]::new));
        Map<?, ?> entered = ask(0, made.get("label") + "\n", "admin", "trust", "label");
        assertThat(entered.get("state")).isEqualTo("labelled");
    }

    /// As the system kills: without a word.
    void killGateway() throws InterruptedException {
        gateway.destroyForcibly().waitFor();
    }

    void restartGateway() throws IOException {
        gateway = begin();
    }

    /// As Ctrl-C ends it.
    int stopGateway() throws InterruptedException {
        gateway.destroy();
        return gateway.waitFor();
    }

    @Override
    public void close() {
        gateway.destroyForcibly();
    }
}
