package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.joinserver.BackendClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures complete joins over HTTPS against a server process, and the ceilings beside them.
@Command(
        name = "joins",
        description = {
            "Measure complete joins over HTTPS with mutual TLS, each durable and audited, and the"
                    + " ceilings beside them.",
            "",
            "A server process of this installation answers; this process is the network server. Of"
                    + " each 64 answers one is checked whole: the device takes the join-accept, both"
                    + " session keys open with their receivers' wrapping keys. The ceilings in the same"
                    + " run: the same server answering a fixed body, a page made durable on the same"
                    + " disk, the bare cryptography of a join on all processors."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  ./lapwing bench joins --devices 1000 --connections 64 --seconds 30",
            "  ./lapwing bench joins --vault pkcs11 --seconds 30 --load 0.7 --json"
        })
final class BenchJoinsCommand implements Callable<Integer> {
    /// How long a bound is measured at most, once before the joins and once after them.
    private static final Duration LONGEST_BOUND = Duration.ofSeconds(4);

    private final Context context;

    @Option(names = "--devices", paramLabel = "N", description = "How many join; 1000 by default.")
    private int devices = 1000;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Keep-alive connections, one request under way on each; 64 by default.")
    private int connections = 64;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long joins are measured; 20 by default.")
    private int seconds = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Seconds of joins before that are not measured; 300 by default: until then, on few processors, the server still compiles itself.")
    private int warmUp = 300;

    @Option(
            names = "--load",
            paramLabel = "SHARE",
            description =
                    "Then offer this share of the measured rate, evenly spread, and tell the"
                            + " latencies: 0.7.")
    private double load;

    @Mixin private BenchInstance instance = new BenchInstance();

    BenchJoinsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BenchBounds.check("--devices", devices, connections, 10_000_000);
        BenchBounds.check("--connections", connections, 1, 1024);
        BenchBounds.check("--seconds", seconds, 1, 86_400);
        BenchBounds.check("--warm-up", warmUp, 0, 3600);
        try (BenchFolder made = instance.make(context);
                BenchFleet fleet = new BenchFleet(devices, Aes.best())) {
            BenchFolder.Prepared prepared = made.prepare(fleet, context.terminal());
            JoinsReport report = measure(made, prepared, fleet);
            if (context.json()) {
                context.terminal().line(report.json());
            } else {
                report.print(context.terminal());
            }
        }
        return ExitCode.DONE.number();
    }

    private JoinsReport measure(BenchFolder made, BenchFolder.Prepared prepared, BenchFleet fleet) {
        try (BenchServer server =
                BenchServer.start(made, prepared.networkServer(), javaOptions())) {
            Measured measured = load(server, prepared.tls(), made, fleet);
            return new JoinsReport(
                    new JoinsReport.Setting(
                            devices,
                            connections,
                            seconds,
                            instance.store(),
                            instance.vault(),
                            prepared.imported().took().toMillis() / 1e3),
                    measured);
        }
    }

    /// What was measured over HTTPS.
    ///
    /// @param ceiling of the fixed body, half before and half after the joins
    /// @param bounds of the machine, before and after
    /// @param atLoad at the share of the rate that `--load` says
    /// @param residentMib of the server at each tenth of the joins
    /// @param checked how many answers were checked whole
    record Measured(
            BenchLoad.Result joins,
            List<BenchLoad.Result> ceiling,
            List<Bounds> bounds,
            BenchLoad.@Nullable Result atLoad,
            Duration processorTime,
            BenchServerCommand.Stats before,
            BenchServerCommand.Stats after,
            List<Double> residentMib,
            long checked) {}

    /// What the machine can do at that time.
    record Bounds(double fsyncsPerSecond, double cryptographyPerSecond) {}

    /// Measured while the server waits, as the joins are: warm, and in the same minutes.
    private Bounds bounds(BenchFolder made) {
        Duration time = Duration.ofMillis(Math.min(seconds * 200L, LONGEST_BOUND.toMillis()));
        double fsyncs = BenchCeilings.fsyncsPerSecond(made.root(), time);
        double cryptography =
                switch (instance.vault()) {
                    case MEMORY -> BenchCeilings.memoryJoinsPerSecond(time);
                    case PKCS11 -> BenchCeilings.tokenJoinsPerSecond(made.data().vault(), time);
                };
        return new Bounds(fsyncs, cryptography);
    }

    private Measured load(BenchServer server, SSLContext tls, BenchFolder made, BenchFleet fleet) {
        BenchLoad toJoin = new BenchLoad(tls, server.address(), WebDoor.JOIN_PATHS.getLast());
        BenchLoad toFixed = new BenchLoad(tls, server.address(), BenchServerCommand.FIXED);
        BackendClient codec = new BackendClient(server.client(), server.uri("/"));
        List<BenchNetworkServer> works = made.networkServer(fleet, codec, connections);
        List<BenchFixedWork> fixed = works.stream().map(_ -> new BenchFixedWork()).toList();
        Duration half = Duration.ofMillis(Math.min(seconds, 20) * 500L);
        if (warmUp > 0) {
            context.terminal().note("warming up for " + warmUp + " s");
            toJoin.closed(works, Duration.ofMillis(warmUp * 667L));
            toFixed.closed(fixed, Duration.ofMillis(warmUp * 333L));
            Bounds _ = bounds(made);
        }
        context.terminal().note("measuring the disk and the bare cryptography");
        Bounds boundsBefore = bounds(made);
        context.terminal().note("measuring for " + (seconds + Math.min(seconds, 20)) + " s");
        BenchLoad.Result before = toFixed.closed(fixed, half);
        BenchServerCommand.Stats statsBefore = server.stats();
        Duration timeBefore = server.processorTime();
        BenchLoad.Result joins;
        List<Double> resident;
        try (BenchResident watched = server.resident(Duration.ofSeconds(seconds))) {
            joins = toJoin.closed(works, Duration.ofSeconds(seconds));
            resident = watched.mib();
        }
        Duration time = server.processorTime().minus(timeBefore);
        BenchServerCommand.Stats statsAfter = server.stats();
        BenchLoad.Result after = toFixed.closed(fixed, half);
        Bounds boundsAfter = bounds(made);
        BenchLoad.Result atLoad = null;
        if (load > 0) {
            context.terminal().note("offering " + load + " of the rate for " + seconds + " s");
            double offered = load * joins.perSecond();
            atLoad = toJoin.open(works, Duration.ofSeconds(seconds), offered);
        }
        works.forEach(BenchNetworkServer::close);
        return new Measured(
                joins,
                List.of(before, after),
                List.of(boundsBefore, boundsAfter),
                atLoad,
                time,
                statsBefore,
                statsAfter,
                resident,
                works.stream().mapToLong(BenchNetworkServer::checked).sum());
    }

    /// The Java machine of the server takes the same further options as this one.
    private List<String> javaOptions() {
        String options = context.surroundings().environment().getOrDefault("LAPWING_JAVA_OPTS", "");
        return Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
