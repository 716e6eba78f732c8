package io.lapwing.platform;

import io.lapwing.crypto.libc.Hardening;
import io.lapwing.kms.DeviceQuery;
import io.lapwing.service.Logs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Serves until it is told to stop.
@Command(
        name = "up",
        description = {
            "Serve: open the vault and the store, and answer joins over HTTPS.",
            "",
            "The first start makes what is not there yet: the data folder, a sealed vault, an embedded store, and a"
                    + " certificate authority for network servers and application servers. While it runs,"
                    + " `lapwing admin` works on it from another terminal. Ctrl-C stops it cleanly.",
            "",
            "On a folder without devices a small world begins: imagined devices that join, send and lose their power, to"
                    + " look at. It lives on at each start; --empty starts without it, and a folder with devices of its own"
                    + " never gets it.",
            "",
            "Every peer may read /health and /ready; certificates of the roles monitor and admin may read /metrics."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing up",
            "  lapwing up --empty --data /srv/lapwing"
        })
final class UpCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--empty",
            description = "Without the small world of imagined devices that lives on a new folder.")
    private boolean empty;

    UpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Voice voice = Voice.of(context.terminal(), context.config().log());
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        prepare(voice, context.config().log());
        try (Platform platform = context.openPlatform();
                Serving serving = Serving.over(platform)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(told, ended)));
            announce(voice, platform, serving);
            Optional<LivingWorld> world = world(voice, platform, serving.port());
            told.await();
            world.ifPresent(LivingWorld::close);
            voice.note("stopping");
        } finally {
            ended.countDown();
        }
        return ExitCode.DONE.number();
    }

    /// The world that lives here, if one does: it begins on a folder without devices, and goes on where it began.
    private Optional<LivingWorld> world(Voice voice, Platform platform, int port) {
        WorldFolder folder = new WorldFolder(platform.folder());
        if (empty || (!folder.exists() && hasDevices(platform))) {
            return Optional.empty();
        }
        if (!folder.exists()) {
            folder.settle(platform);
        }
        voice.note("imagined devices join and send; without them: lapwing up --empty");
        return Optional.of(LivingWorld.over(platform, port, folder, LivingWorld.BEAT));
    }

    private static boolean hasDevices(Platform platform) {
        return !platform.kms()
                .search()
                .page(DeviceQuery.ALL, Optional.empty(), 1)
                .devices()
                .isEmpty();
    }

    /// The Java machine ends when its shutdown hooks have: this one waits until everything is closed.
    private static void stop(CountDownLatch told, CountDownLatch ended) {
        told.countDown();
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void announce(Voice voice, Platform platform, Serving serving) {
        Terminal terminal = voice.terminal();
        String host = platform.config().listen().names().getFirst();
        terminal.line("lapwing serves https://" + host + ":" + serving.port() + "/");
        terminal.line("console " + serving.origin() + "/  (API below /api/v1)");
        serving.firstRun(platform.folder())
                .ifPresent(until ->
                        terminal.line(
                                "first run: open it and give the secret in "
                                        + platform.folder().firstRun()
                                        + ", before "
                                        + until));
        voice.note("data folder " + platform.folder().root());
        voice.note("vault: " + platform.vault().status().engine());
        voice.note("next: lapwing help admin");
    }

    /// What is said beside the log, to whom reads it: a program that reads JSON gets nothing else on standard error.
    private record Voice(Terminal terminal, boolean structured) {
        private static final System.Logger LOG = System.getLogger(UpCommand.class.getName());

        static Voice of(Terminal terminal, PlatformConfig.LogConfig log) {
            return new Voice(terminal, log.format() == PlatformConfig.LogFormat.JSON);
        }

        void note(String text) {
            if (structured) {
                LOG.log(System.Logger.Level.INFO, text);
            } else {
                terminal.note(text);
            }
        }

        void warn(String text) {
            if (structured) {
                LOG.log(System.Logger.Level.WARNING, text);
            } else {
                terminal.error("warning: " + text);
            }
        }
    }

    /// What holds for the whole process: how it logs, and what other processes may see of it.
    private static void prepare(Voice voice, PlatformConfig.LogConfig log) {
        Logs.configure(
                format(log.format()),
                threshold(log.level()),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        for (String missing : Hardening.apply().missing()) {
            voice.warn(missing);
        }
    }

    private static Logs.Format format(PlatformConfig.LogFormat format) {
        return switch (format) {
            case TEXT -> Logs.Format.TEXT;
            case JSON -> Logs.Format.JSON;
        };
    }

    private static Logs.Threshold threshold(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> Logs.Threshold.DEBUG;
            case INFO -> Logs.Threshold.INFO;
            case WARNING -> Logs.Threshold.WARNING;
            case ERROR, OFF -> Logs.Threshold.ERROR;
        };
    }
}
