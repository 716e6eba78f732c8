package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Secret;
import io.lapwing.device.CoreProcess;
import io.lapwing.device.KeySlot;
import io.lapwing.device.KeySlots;
import io.lapwing.device.SoftKeySlots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Calls to a secure core in another process, beside the same call in this one and beside a socket with nothing behind it.
final class BenchDeviceCores {
    private static final int STARTS = 5;
    private static final int KEY_BYTES = 16;

    /// A CMAC of 32 octets as it goes over the door: `docs/protocols/core.md`.
    private static final int MESSAGE_BYTES = 36;

    private static final int REPLY_BYTES = 19;

    private static final double MIB_IN_MB = 1.048576;

    private final BenchRate rate;
    private final Path folder;

    /// @param folder for sockets
    BenchDeviceCores(BenchRate rate, Path folder) {
        this.rate = rate;
        this.folder = folder;
    }

    /// A core and its calls, each an AES-CMAC over 32 octets.
    ///
    /// @param firstMs from the start of its process to its first answer, the median of some
    /// @param firstMb what it has in memory then, the median too
    /// @param residentMb what it has after all these calls
    /// @param inProcessPerSecond with keys in this process
    /// @param echoesPerSecond as many octets over a socket, and nothing computed
    /// @param ratio how many echoes a call costs
    record Row(
            String core,
            double firstMs,
            double firstMb,
            double residentMb,
            double callsPerSecond,
            double inProcessPerSecond,
            double echoesPerSecond,
            double ratio) {}

    /// A core of the product's own Java, with the options that a device's has.
    Row ofThisJava() {
        return row(
                "this Java",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+DisableAttachMechanism",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx24m",
                        "-Xmn4m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CoreProcess.class.getName()));
    }

    /// A core of a device's image.
    ///
    /// @param image as `./lapwing device-image` makes it
    Row ofImage(Path image) {
        return row("device image", List.of(image.resolve("bin/lapwing-core").toString()));
    }

    private Row row(String name, List<String> command) {
        double[] firstMs = new double[STARTS];
        double[] firstMib = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (BenchDeviceCore core = BenchDeviceCore.start(command, folder.resolve("core"))) {
                firstMs[i] = core.firstMs();
                firstMib[i] = core.residentMib();
            }
        }
        double inProcess = inProcess();
        double echoes = echoes();
        try (BenchDeviceCore core = BenchDeviceCore.start(command, folder.resolve("core"))) {
            double calls = rate.of(core::call);
            return new Row(
                    name,
                    BenchBounds.rounded(BenchRate.median(firstMs)),
                    BenchBounds.rounded(BenchRate.median(firstMib) * MIB_IN_MB),
                    BenchBounds.rounded(core.residentMib() * MIB_IN_MB),
                    BenchBounds.rounded(calls),
                    BenchBounds.rounded(inProcess),
                    BenchBounds.rounded(echoes),
                    BenchBounds.rounded(echoes / calls));
        }
    }

    private double inProcess() {
        try (KeySlots slots =
                SoftKeySlots.of11(
                        Aes.best(), Secret.allocate(KEY_BYTES), Secret.allocate(KEY_BYTES))) {
            return rate.of(() -> slots.cmac(KeySlot.APP_KEY, BenchDeviceCore.MESSAGE));
        }
    }

    private double echoes() {
        Path socket = folder.resolve("echo");
        try (BenchEcho echo = BenchEcho.open(socket, MESSAGE_BYTES, REPLY_BYTES)) {
            return rate.of(echo::exchange);
        } finally {
            delete(socket);
        }
    }

    private static void delete(Path socket) {
        try {
            boolean _ = Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The octets of all files of a device's image, in MB.
    static double sizeMb(Path image) {
        try (Stream<Path> files = Files.walk(image)) {
            long bytes = 0;
            for (Path file : files.filter(BenchDeviceCores::isFile).toList()) {
                bytes += Files.size(file);
            }
            return BenchBounds.rounded(bytes / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }
}
