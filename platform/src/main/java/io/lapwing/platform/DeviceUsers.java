package io.lapwing.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Whether this process can start others as other users, by `setpriv` of util-linux, which every Debian has.
///
/// @param all whether a device's processes can have a user each: this one is root's
/// @param prefix what begins a command of another user; empty where there is no other
record DeviceUsers(boolean all, List<String> prefix) {
    private static final int PATIENCE_S = 10;
    private static final String ROOT = "root";

    DeviceUsers {
        prefix = List.copyOf(prefix);
    }

    /// What is possible here: all as root, a stranger where `sudo` asks nothing, else nobody else.
    static DeviceUsers here() {
        boolean root = System.getProperty("user.name").equals(ROOT);
        List<String> prefix = root ? List.of("setpriv") : List.of("sudo", "-n", "setpriv");
        DeviceUsers wanted = new DeviceUsers(root, prefix);
        return wanted.work() ? wanted : new DeviceUsers(false, List.of());
    }

    /// Whether every process would be root's, who may read all others.
    boolean rootAlone() {
        return !all && System.getProperty("user.name").equals(ROOT);
    }

    /// Whether there is another user than this process's.
    boolean stranger() {
        return !prefix.isEmpty();
    }

    /// A command of another user.
    List<String> command(DeviceUser user, List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.add("--reuid=" + user.number());
        all.add("--regid=" + user.number());
        all.add("--clear-groups");
        all.addAll(command);
        return all;
    }

    /// The JDK, or the place for temporary files, may be where another user may not look.
    private boolean work() {
        List<String> command =
                command(
                        DeviceUser.APPLICATION,
                        List.of(
                                "sh",
                                "-c",
                                "test -x \"$1\" && exec \"$2\" -version",
                                "sh",
                                System.getProperty("java.io.tmpdir"),
                                java()));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException _) {
            // There is no such program.
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
