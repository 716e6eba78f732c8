package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.device.KeySlots;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.oscore.SuitManifest;
import io.lapwing.radio.Modulation;
import io.lapwing.service.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The processes of a device in a demo: Java machines, each of its own user where this process may start such. They end with
/// this one, also when it is told to end, and their folder is gone then.
final class DeviceProcesses implements AutoCloseable {
    /// No process of a demo lasts longer: whoever waits for one that hangs waits no longer either.
    private static final int LONGEST_S = 120;

    private static final int PATIENCE_S = 10;
    private static final String OWN_CLASSES = System.getProperty("java.class.path");
    private static final String READABLE = "rw-r--r--";
    private static final String PASSABLE = "rwxr-xr-x";

    private final TemporaryFolder folder;
    private final DeviceUsers users;
    private String classPath = OWN_CLASSES;
    private final List<Process> started = new ArrayList<>();
    private final Thread lastAct = new Thread(this::end, "device-end");
    private int rooms;
    private boolean ended;

    private DeviceProcesses(TemporaryFolder folder, DeviceUsers users) {
        this.folder = folder;
        this.users = users;
    }

    static DeviceProcesses of(DeviceUsers users) {
        DeviceProcesses processes =
                new DeviceProcesses(TemporaryFolder.of("lapwing-device").passable(), users);
        Runtime.getRuntime().addShutdownHook(processes.lastAct);
        if (users.stranger()) {
            processes.copyClasses();
        }
        return processes;
    }

    private synchronized void copyClasses() {
        if (!ended) {
            classPath = copyOfTheClasses(folder.path());
        }
    }

    DeviceUsers users() {
        return users;
    }

    /// Other users may not look where this product lies.
    private static String copyOfTheClasses(Path folder) {
        List<Class<?>> oneOfEachModule =
                List.of(
                        Aes.class,
                        MacVersion.class,
                        Modulation.class,
                        SuitManifest.class,
                        KeySlots.class,
                        DeviceProcesses.class);
        Set<Path> places = new LinkedHashSet<>();
        oneOfEachModule.forEach(type -> places.add(placeOf(type)));
        List<String> copies = new ArrayList<>();
        try {
            for (Path place : places) {
                Path copy = folder.resolve("classes-" + copies.size());
                copy(place, copy);
                copies.add(copy.toString());
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the classes cannot be copied", e);
        }
        return String.join(":", copies);
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new Fault(Fault.Kind.INTERNAL, type + " comes from nowhere", e);
        }
    }

    /// A jar, or a folder of classes with its folders.
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                boolean isFolder = Files.isDirectory(source);
                if (isFolder) {
                    Files.createDirectories(target);
                } else if (source.equals(from) || source.toString().endsWith(".class")) {
                    Files.copy(source, source.equals(from) ? to : target);
                } else {
                    continue;
                }
                permit(source.equals(from) ? to : target, isFolder ? PASSABLE : READABLE);
            }
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /// A new folder of a user's own, through which others may pass.
    Path room(DeviceUser user) {
        try {
            rooms++;
            Path room = Files.createDirectory(folder.path().resolve("room-" + rooms));
            permit(room, PASSABLE);
            if (users.all()) {
                Files.setOwner(
                        room,
                        room.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(user.word()));
            }
            return room;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no folder for " + user, e);
        }
    }

    /// A new folder into which everybody may write.
    Path openRoom() {
        Path room = room(DeviceUser.APPLICATION);
        try {
            permit(room, "rwxrwxrwx");
            return room;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, room + " cannot be opened to all", e);
        }
    }

    /// Starts a class of the device library, as its user where it can have one.
    Process start(DeviceUser user, Class<?> main, List<String> arguments) {
        List<String> command = command(classPath, main, arguments);
        return start(users.all() ? users.command(user, command) : command);
    }

    /// The same as another user than this one.
    ///
    /// @throws Fault `FORBIDDEN` where there is none
    Process startStranger(Class<?> main, List<String> arguments) {
        if (!users.stranger()) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only root may be another user: run it as root");
        }
        return start(users.command(DeviceUser.APPLICATION, command(classPath, main, arguments)));
    }

    /// Starts any class of the product as this user, so that this process may look into it.
    Process startOwn(Class<?> main, List<String> arguments) {
        return start(command(OWN_CLASSES, main, arguments));
    }

    private static List<String> command(String classPath, Class<?> main, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                DeviceUsers.java(),
                                "-XX:+DisableAttachMechanism",
                                "-XX:-UsePerfData",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx24m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                main.getName()));
        command.addAll(arguments);
        return command;
    }

    private synchronized Process start(List<String> command) {
        if (ended) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the demo was told to end");
        }
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.path().toFile())
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.path().resolve("messages").toFile()));
        // With these a Java machine writes to standard error before the program does.
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        try {
            Process process = builder.start();
            started.add(process);
            var _ =
                    process.onExit()
                            .orTimeout(LONGEST_S, TimeUnit.SECONDS)
                            .exceptionally(_ -> process.destroyForcibly());
            return process;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, command.getFirst() + " does not start", e);
        }
    }

    /// Gives a process secrets by its standard input, and waits until it says `ready`.
    ///
    /// @param last whether nothing more comes
    void prepare(Process process, boolean last, List<Secret> secrets, Bytes rest) {
        try {
            OutputStream input = process.getOutputStream();
            for (Secret secret : secrets) {
                byte[] octets = secret.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
                input.write(octets);
                input.flush();
                Arrays.fill(octets, (byte) 0);
            }
            input.write(rest.toArray());
            input.flush();
            if (last) {
                input.close();
            }
            if (!"ready".equals(process.inputReader().readLine())) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "a process does not begin: " + complaint());
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "a process does not begin: " + complaint(), e);
        }
    }

    /// Waits for the end of a process, and says what it wrote.
    ///
    /// @throws Fault `UNAVAILABLE` when it failed
    String end(Process process) {
        try {
            process.getOutputStream().close();
            String said = String.join("\n", process.inputReader().readAllLines());
            if (process.waitFor() != 0) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "a process failed: " + complaint());
            }
            return said;
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "a process failed: " + complaint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while a process worked", e);
        }
    }

    /// The first of what processes complained of.
    private String complaint() {
        try (Stream<String> lines = Files.lines(folder.path().resolve("messages"))) {
            return lines.findFirst().orElse("it says nothing");
        } catch (IOException _) {
            return "it says nothing";
        }
    }

    /// Ends them all and deletes everything.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastAct);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook does the same.
        }
        end();
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        started.forEach(Process::destroyForcibly);
        for (Process process : started) {
            var _ =
                    process.onExit()
                            .completeOnTimeout(process, PATIENCE_S, TimeUnit.SECONDS)
                            .join();
        }
        folder.close();
    }
}
