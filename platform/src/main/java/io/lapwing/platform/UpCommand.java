package io.lapwing.platform;

import io.lapwing.kms.DeviceQuery;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        ServingVoice voice = ServingVoice.prepared(context.terminal(), context.config().log());
        try (UntilStopped stop = new UntilStopped();
                Platform platform = context.openPlatform();
                Serving serving = Serving.over(platform)) {
            stop.listen();
            announce(voice, platform, serving);
            Optional<LivingWorld> world = world(voice, platform, serving.port());
            stop.await();
            world.ifPresent(LivingWorld::close);
            voice.note("stopping");
        }
        return ExitCode.DONE.number();
    }

    /// The world that lives here, if one does: it begins on a folder without devices, and goes on where it began.
    private Optional<LivingWorld> world(ServingVoice voice, Platform platform, int port) {
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

    private static void announce(ServingVoice voice, Platform platform, Serving serving) {
        String host = platform.config().listen().names().getFirst();
        voice.terminal().line("lapwing serves https://" + host + ":" + serving.port() + "/");
        serving.alarmAddress()
                .ifPresent(address -> voice.note("devices' alarms as datagrams: " + address));
        voice.announce(platform, serving);
        voice.note("next: lapwing help admin");
    }
}
