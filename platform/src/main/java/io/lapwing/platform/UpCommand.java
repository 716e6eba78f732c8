package io.lapwing.platform;

import io.lapwing.service.http.HttpEvents;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/// Serves until it is told to stop.
@Command(
        name = "up",
        description = {
            "Serve: open the vault and the store, and answer joins over HTTPS.",
            "",
            "The first start makes what is not there yet: the data folder, a sealed vault, an embedded store, and a"
                    + " certificate authority for network servers and application servers. While it runs,"
                    + " `lapwing admin` works on it from another terminal. Ctrl-C stops it cleanly."
        })
final class UpCommand implements Callable<Integer> {
    private final Context context;

    UpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = context.terminal();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Platform platform = context.openPlatform();
                WebDoor door = WebDoor.open(platform, JoinMetrics.start(), HttpEvents.NONE);
                AdminSocket _ =
                        AdminSocket.open(
                                platform.folder().adminSocket(),
                                (user, request, out, err) ->
                                        inside(platform, user, request, out, err))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(told, ended)));
            announce(terminal, platform, door);
            told.await();
            terminal.note("stopping");
        } finally {
            ended.countDown();
        }
        return ExitCode.DONE.number();
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

    private static void announce(Terminal terminal, Platform platform, WebDoor door) {
        String host = platform.config().listen().names().getFirst();
        terminal.line("lapwing serves https://" + host + ":" + door.port() + "/");
        terminal.note("data folder " + platform.folder().root());
        terminal.note("vault: " + platform.vault().status().engine());
        terminal.note("next: lapwing admin help");
    }

    private static int inside(
            Platform platform,
            String user,
            AdminFrames.Request request,
            PrintWriter out,
            PrintWriter err) {
        Surroundings caller =
                new Surroundings(
                        out,
                        err,
                        new ByteArrayInputStream(request.input().getBytes(StandardCharsets.UTF_8)),
                        request.environment(),
                        platform.folder().root(),
                        Path.of(request.folder()),
                        user);
        return Shell.runInside(platform, caller, request.arguments().toArray(String[]::new));
    }
}
