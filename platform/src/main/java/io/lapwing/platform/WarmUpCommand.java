package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpsClient;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Does, without a trace, what most starts do, and joins for some seconds. The launcher trains the Java machine's AOT cache
/// with it: classes come linked (JEP 514), and the compiler knows the hot methods from the first request on (JEP 515).
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    private static final int DEVICES = 64;
    private static final int CONNECTIONS = 16;
    private static final Duration JOINS = Duration.ofSeconds(6);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ANSWER_BYTES = 4096;

    private final Context context;
    @Spec private CommandSpec spec = CommandSpec.create();

    WarmUpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (var nowhere = new PrintWriter(Writer.nullWriter())) {
            showAll(spec.root().commandLine(), nowhere);
            Terminal silent = new Terminal(nowhere, nowhere, 80, false, true);
            StoryReport told = new Narrator(silent, true).hear(new JoinStory());
            join(silent);
            told.steps().stream()
                    .filter(step -> !step.held())
                    .forEach(step -> context.terminal().error(step.claim() + ": " + step.detail()));
            return (told.held() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private static void showAll(CommandLine command, PrintWriter nowhere) {
        command.usage(nowhere, command.getColorScheme());
        command.getSubcommands().values().forEach(sub -> showAll(sub, nowhere));
    }

    /// What `bench joins` does, in one process.
    private void join(Terminal silent) {
        try (BenchFolder made = new BenchInstance().make(context);
                BenchFleet fleet = new BenchFleet(DEVICES, Aes.best())) {
            BenchFolder.Prepared prepared = made.prepare(fleet, silent);
            try (Platform platform =
                            Platform.open(
                                    made.data(),
                                    made.config(),
                                    context.surroundings().environment());
                    WebDoor door = WebDoor.open(platform, JoinMetrics.start(), HttpEvents.NONE);
                    HttpsClient client =
                            new HttpsClient(prepared.networkServer(), TIMEOUT, ANSWER_BYTES)) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
                var codec =
                        new BackendClient(client, URI.create("https://127.0.0.1:" + door.port()));
                List<BenchNetworkServer> works = made.networkServer(fleet, codec, CONNECTIONS);
                new BenchLoad(prepared.tls(), address, WebDoor.JOIN_PATHS.getLast())
                        .closed(works, JOINS);
                works.forEach(BenchNetworkServer::close);
            }
        }
    }
}
