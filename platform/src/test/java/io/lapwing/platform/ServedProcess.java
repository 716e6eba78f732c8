package io.lapwing.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `lapwing up` as a process of its own, as an operator starts it.
final class ServedProcess implements AutoCloseable {
    private static final Pattern ANNOUNCED =
            Pattern.compile("lapwing serves https://localhost:(\\d+)/");

    private final Process process;
    private final int port;

    private ServedProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it, and waits until it serves. Ended in order, it lets the next ones start faster.
    static ServedProcess first(ChildJava java, Path data) throws IOException {
        return served(java, java.train(Main.class, arguments(data)));
    }

    /// Starts it, and waits until it serves.
    static ServedProcess up(ChildJava java, Path data) throws IOException {
        return served(java, java.start(Main.class, arguments(data)));
    }

    private static List<String> arguments(Path data) {
        return List.of("--data", data.toString(), "--no-color", "up", "--empty");
    }

    private static ServedProcess served(ChildJava java, Process process) throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher announced = ANNOUNCED.matcher(line);
            if (announced.find()) {
                return new ServedProcess(process, Integer.parseInt(announced.group(1)));
            }
        }
        throw new AssertionError("lapwing up ended and served nothing: see " + java.messages());
    }

    int port() {
        return port;
    }

    /// As the system kills: without a word.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// As Ctrl-C and a service manager end it.
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
