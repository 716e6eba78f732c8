package io.lapwing.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts Java processes that run a class of these tests, quickly: from jars and an AOT cache (JEP 514), which takes no
/// folders of classes, trained by the first orderly run.
final class ChildJava {
    private final String classPath;
    private final Path cache;
    private final Path messages;

    /// @param folder for its files
    ChildJava(Path folder) {
        cache = folder.resolve("child.aot");
        messages = folder.resolve("child.log");
        classPath =
                Stream.of(System.getProperty("java.class.path").split(":", -1))
                        .filter(entry -> !entry.isEmpty())
                        .map(Path::of)
                        .map(entry -> Files.isDirectory(entry) ? jarOf(entry, folder) : entry)
                        .map(Path::toString)
                        .collect(Collectors.joining(":"));
    }

    /// Starts the main method of a class; what it writes to standard error goes to [#messages].
    Process start(Class<?> main, List<String> arguments) throws IOException {
        return start(cacheOption(), main, arguments);
    }

    /// The same, to train the cache: it is written when the process has ended in order.
    Process train(Class<?> main, List<String> arguments) throws IOException {
        return start("-XX:AOTCacheOutput=" + cache, main, arguments);
    }

    /// A command for shells that runs the main method of a class.
    ///
    /// @param command where to write it
    void install(Path command, Class<?> main) throws IOException {
        String words = String.join("' '", command(cacheOption(), main));
        Files.writeString(command, "#!/bin/sh\nexec '" + words + "' \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    }

    Path messages() {
        return messages;
    }

    private String cacheOption() {
        return Files.exists(cache) ? "-XX:AOTCache=" + cache : "-Xshare:auto";
    }

    private Process start(String option, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(command(option, main));
        command.addAll(arguments);
        ProcessBuilder child =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(messages.toFile()));
        // With these a Java machine writes to standard error before the program does.
        child.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return child.start();
    }

    private List<String> command(String option, Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Dorg.sqlite.tmpdir=" + messages.getParent(),
                "-Djava.io.tmpdir=" + messages.getParent(),
                option,
                "-cp",
                classPath,
                main.getName());
    }

    private static Path jarOf(Path classes, Path folder) {
        try {
            Path jar = Files.createTempFile(folder, "classes", ".jar");
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(out);
                    Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                    Files.copy(file, entries);
                    entries.closeEntry();
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
