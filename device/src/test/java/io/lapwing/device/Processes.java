package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.radio.Modulation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Java processes of users without privileges, with this library's classes where they may read them.
///
/// Root may read every process. Where the tests run as root, so do none of these: they are users 65534 and 65533.
final class Processes implements AutoCloseable {
    static final int PATIENCE_S = 30;

    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Path folder;
    private final List<Process> started = new ArrayList<>();
    private final String classPath;

    /// @param folder is opened to everybody, and gets the classes
    Processes(Path folder) throws IOException {
        this.folder = folder;
        Path classes = folder.resolve("classes.jar");
        classPath = classes.toString();
        List<Class<?>> oneOfEachModule =
                List.of(
                        Aes.class,
                        MacVersion.class,
                        Modulation.class,
                        KeySlots.class,
                        Processes.class);
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> type : oneOfEachModule) {
            places.add(placeOf(type));
        }
        Set<String> packed = new HashSet<>();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(classes))) {
            jar.setLevel(0);
            for (Path place : places) {
                pack(place, jar, packed);
            }
        }
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rw-r--r--"));
        open(folder);
    }

    /// Whether there are two users here: without root there is the tests' own.
    static boolean hasTwoUsers() {
        return ROOT;
    }

    /// Lets everybody come into a folder.
    static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /// Packs the classes of a place, each class once.
    private static void pack(Path source, JarOutputStream jar, Set<String> packed)
            throws IOException {
        if (!Files.isDirectory(source)) {
            try (FileSystem inside = FileSystems.newFileSystem(source)) {
                pack(inside.getPath("/"), jar, packed);
            }
            return;
        }
        try (Stream<Path> files = Files.walk(source.resolve("io/lapwing"))) {
            for (Path file : files.toList()) {
                String name = source.relativize(file).toString();
                if (name.endsWith(".class") && packed.add(name)) {
                    jar.putNextEntry(new ZipEntry(name));
                    jar.write(Files.readAllBytes(file));
                }
            }
        }
    }

    private static Path placeOf(Class<?> type) throws IOException {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /// Starts a class of this library or its tests.
    ///
    /// @param user of the process, where there are users to choose from
    Process java(int user, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        started.forEach(process -> process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join());
    }
}
